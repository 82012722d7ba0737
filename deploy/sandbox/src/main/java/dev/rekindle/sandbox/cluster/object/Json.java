package dev.rekindle.sandbox.cluster.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reading and building JSON trees by dotted paths ({@code spec.template.metadata}). */
public final class Json {
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The node at a dotted path, a missing node when any part is absent. */
  public static JsonNode at(JsonNode from, String path) {
    JsonNode node = from;
    for (String part : path.split("\\.", -1)) {
      node = node.path(part);
    }
    return node.isNull() ? MissingNode.getInstance() : node;
  }

  /** The text at a dotted path, empty when absent. */
  public static String text(JsonNode from, String path) {
    return at(from, path).asText("");
  }

  public static int number(JsonNode from, String path, int otherwise) {
    return at(from, path).asInt(otherwise);
  }

  public static boolean has(JsonNode from, String path) {
    return !at(from, path).isMissingNode();
  }

  /** The object at a dotted path, created with its parents when absent. */
  public static ObjectNode ensure(ObjectNode from, String path) {
    ObjectNode node = from;
    for (String part : path.split("\\.", -1)) {
      node = node.path(part) instanceof ObjectNode child ? child : node.putObject(part);
    }
    return node;
  }

  /** The array at a dotted path, created with its parents when absent. */
  public static ArrayNode ensureArray(ObjectNode from, String path) {
    int dot = path.lastIndexOf('.');
    ObjectNode parent = dot < 0 ? from : ensure(from, path.substring(0, dot));
    String name = path.substring(dot + 1);
    return parent.path(name) instanceof ArrayNode list ? list : parent.putArray(name);
  }

  /** Sets a value unless there is one already. */
  public static void orElse(ObjectNode node, String field, Object value) {
    if (!node.hasNonNull(field)) {
      node.set(field, MAPPER.valueToTree(value));
    }
  }

  public static List<ObjectNode> objects(JsonNode list) {
    return list.valueStream()
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .toList();
  }

  public static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  public static Map<String, String> map(JsonNode object) {
    Map<String, String> entries = new LinkedHashMap<>();
    object.properties().forEach(e -> entries.put(e.getKey(), e.getValue().asText()));
    return entries;
  }

  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode read(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ObjectNode readObject(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
