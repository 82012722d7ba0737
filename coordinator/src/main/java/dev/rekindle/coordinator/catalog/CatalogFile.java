package dev.rekindle.coordinator.catalog;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.coordinator.engine.ClusterDirectory;
import dev.rekindle.coordinator.file.YamlFile;
import dev.rekindle.coordinator.order.Application;
import dev.rekindle.coordinator.order.Applications;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code applications.yaml}: {@code clusters} as a list of names, {@code applications} as a list of
 * {@code name, cluster, namespace, plan, parameters, store}. A missing file is an empty one.
 */
public final class CatalogFile implements Applications, ClusterDirectory {

  private static final Content NOTHING = new Content(List.of(), List.of());

  private final YamlFile<Content> file;

  private record Content(List<String> clusters, List<Application> applications) {}

  public CatalogFile(Path file, MessageCodec codec) {
    this.file = new YamlFile<>(file, Content.class, codec);
  }

  @Override
  public List<Application> all() {
    return content().applications();
  }

  /** The listed clusters; when none is listed, those that applications name. */
  @Override
  public List<String> clusters() {
    Content content = content();
    return content.clusters().isEmpty()
        ? content.applications().stream().map(Application::cluster).distinct().toList()
        : content.clusters();
  }

  private Content content() {
    return file.read(NOTHING, content -> content);
  }
}
