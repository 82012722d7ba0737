package dev.rekindle.coordinator.catalog;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.coordinator.engine.ClusterDirectory;
import dev.rekindle.coordinator.order.Application;
import dev.rekindle.coordinator.order.Applications;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code applications.yaml}: {@code clusters} as a list of names, {@code applications} as a list of
 * {@code name, cluster, namespace, plan, parameters, store}. A missing file is an empty one.
 */
public final class CatalogFile implements Applications, ClusterDirectory {

  private final Path file;
  private final MessageCodec codec;
  private final YAMLMapper yaml = new YAMLMapper();

  private record Content(List<String> clusters, List<Application> applications) {}

  public CatalogFile(Path file, MessageCodec codec) {
    this.file = file;
    this.codec = codec;
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
    try {
      JsonNode tree = yaml.readTree(Files.readAllBytes(file));
      return tree.isObject() ? codec.decode(tree, Content.class) : nothing();
    } catch (NoSuchFileException _) {
      return nothing();
    } catch (JacksonException e) {
      throw new CatalogUnreadable(file + " is no YAML: " + e.getOriginalMessage(), e);
    } catch (UnreadableMessage | IOException e) {
      throw new CatalogUnreadable(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Content nothing() {
    return new Content(List.of(), List.of());
  }
}
