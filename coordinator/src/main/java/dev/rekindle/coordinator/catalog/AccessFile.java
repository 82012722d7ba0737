package dev.rekindle.coordinator.catalog;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.coordinator.access.Grant;
import dev.rekindle.coordinator.access.Groups;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code access.yaml}: {@code groups} as a map from a group of the identity provider to its grants,
 * such as {@code sre: [operator, "approver:shop"]}. Read at each login, so that an edit counts at
 * once. A missing file grants nothing.
 */
public final class AccessFile implements Groups {

  private final Path file;
  private final MessageCodec codec;
  private final YAMLMapper yaml = new YAMLMapper();

  private record Content(Map<String, List<String>> groups) {}

  public AccessFile(Path file, MessageCodec codec) {
    this.file = file;
    this.codec = codec;
  }

  /** {@link CatalogUnreadable} says what is wrong with the file. */
  @Override
  public List<Grant> of(String group) {
    try {
      JsonNode tree = yaml.readTree(Files.readAllBytes(file));
      return tree.isObject()
          ? codec.decode(tree, Content.class).groups().getOrDefault(group, List.of()).stream()
              .map(Grant::parse)
              .toList()
          : List.of();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (JacksonException e) {
      throw new CatalogUnreadable(file + " is no YAML: " + e.getOriginalMessage(), e);
    } catch (UnreadableMessage | IllegalArgumentException | IOException e) {
      throw new CatalogUnreadable(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
