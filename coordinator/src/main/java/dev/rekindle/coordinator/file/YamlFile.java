package dev.rekindle.coordinator.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/** A YAML file with one object in it. Thread-safe. */
public final class YamlFile<C> {

  private final Path file;
  private final Class<C> content;
  private final MessageCodec codec;
  private final YAMLMapper yaml = new YAMLMapper();

  public YamlFile(Path file, Class<C> content, MessageCodec codec) {
    this.file = file;
    this.content = content;
    this.codec = codec;
  }

  /**
   * Reads the file; {@link CatalogUnreadable} says what is wrong with it.
   *
   * @param nothing the answer for a file that is missing or holds no object
   * @param meaning of the content; its {@link IllegalArgumentException} and {@link
   *     DateTimeParseException} say what is wrong too
   */
  public <T> T read(T nothing, Function<C, T> meaning) {
    try {
      JsonNode tree = yaml.readTree(Files.readAllBytes(file));
      return tree.isObject() ? meaning.apply(codec.decode(tree, content)) : nothing;
    } catch (NoSuchFileException _) {
      return nothing;
    } catch (JacksonException e) {
      throw new CatalogUnreadable(file + " is no YAML: " + e.getOriginalMessage(), e);
    } catch (UnreadableMessage
        | IllegalArgumentException
        | DateTimeParseException
        | IOException e) {
      throw new CatalogUnreadable(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
