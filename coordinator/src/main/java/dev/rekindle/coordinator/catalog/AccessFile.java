package dev.rekindle.coordinator.catalog;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.access.Grant;
import dev.rekindle.coordinator.access.Groups;
import dev.rekindle.coordinator.file.YamlFile;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * {@code access.yaml}: {@code groups} as a map from a group of the identity provider to its grants,
 * such as {@code sre: [operator, "approver:shop"]}. Read at each login, so that an edit counts at
 * once. A missing file grants nothing.
 */
public final class AccessFile implements Groups {

  private final YamlFile<Content> file;

  private record Content(Map<String, List<String>> groups) {}

  public AccessFile(Path file, MessageCodec codec) {
    this.file = new YamlFile<>(file, Content.class, codec);
  }

  /** {@link CatalogUnreadable} says what is wrong with the file. */
  @Override
  public List<Grant> of(Collection<String> groups) {
    return file.read(
        List.of(),
        content ->
            groups.stream()
                .flatMap(group -> content.groups().getOrDefault(group, List.of()).stream())
                .map(Grant::parse)
                .toList());
  }
}
