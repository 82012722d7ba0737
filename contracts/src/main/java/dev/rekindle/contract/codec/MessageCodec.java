package dev.rekindle.contract.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads and writes everything in {@code contracts} as JSON. Thread-safe. */
public final class MessageCodec {

  private final ObjectMapper mapper = ContractsModule.mapper();

  /** The JSON of a value, as UTF-8. */
  public byte[] encode(Object value) {
    try {
      return mapper.writerFor(Wire.rootOf(value.getClass())).writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A contract record has no JSON form: " + value.getClass(), e);
    }
  }

  /** The JSON of a value as text. */
  public String encodeText(Object value) {
    return new String(encode(value), StandardCharsets.UTF_8);
  }

  /**
   * Reads a value; {@link UnreadableMessage} says why it cannot be read. Unknown fields are
   * ignored.
   */
  public <T> T decode(byte[] json, Class<T> type) {
    try {
      return present(mapper.readValue(json, type), type);
    } catch (IOException | IllegalArgumentException e) {
      throw UnreadableMessage.because(type, e);
    }
  }

  /** Reads a value from text. */
  public <T> T decode(String json, Class<T> type) {
    return decode(json.getBytes(StandardCharsets.UTF_8), type);
  }

  /** Reads a value from a tree. */
  public <T> T decode(JsonNode json, Class<T> type) {
    try {
      return present(mapper.treeToValue(json, type), type);
    } catch (IOException | IllegalArgumentException e) {
      throw UnreadableMessage.because(type, e);
    }
  }

  /** The tree form of a value. */
  public JsonNode tree(Object value) {
    return mapper.valueToTree(value);
  }

  private static <T> T present(T value, Class<T> type) {
    if (value == null) {
      throw new UnreadableMessage(type.getSimpleName() + " is null", null);
    }
    return value;
  }
}
