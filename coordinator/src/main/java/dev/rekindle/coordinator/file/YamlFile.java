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
import org.jspecify.annotations.Nullable;

/**
 * A YAML file with one object in it. It is read whenever it is asked for, and understood again only
 * when it has changed: a catalogue of hundreds of applications costs more than the start of a
 * restore. Thread-safe.
 */
public final class YamlFile<C> {

  private final Path file;
  private final Class<C> content;
  private final MessageCodec codec;
  private final YAMLMapper yaml = new YAMLMapper();
  private volatile @Nullable Understood<C> last;

  /**
   * What a text says.
   *
   * @param content null when it holds no object
   */
  private record Understood<C>(String text, @Nullable C content) {}

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
      C now = understood(Files.readString(file)).content();
      return now == null ? nothing : meaning.apply(now);
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

  private Understood<C> understood(String text) throws IOException {
    Understood<C> before = last;
    if (before != null && before.text().equals(text)) {
      return before;
    }
    JsonNode tree = yaml.readTree(text);
    Understood<C> now =
        new Understood<>(text, tree.isObject() ? codec.decode(tree, content) : null);
    last = now;
    return now;
  }
}
