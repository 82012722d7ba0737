package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The leaves of an object as paths of FieldsV1 parts: {@code f:name}, {@code k:{"name":"x"}}. */
final class FieldPaths {
  private static final Set<String> NOT_OWNED =
      Set.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "managedFields",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink");

  private FieldPaths() {}

  /** Every leaf with its value; kind, apiVersion and the server's own metadata belong to nobody. */
  static NavigableMap<String, JsonNode> leaves(ObjectNode object) {
    TreeMap<String, JsonNode> leaves = new TreeMap<>();
    for (var field : object.properties()) {
      switch (field.getKey()) {
        case "apiVersion", "kind" -> {}
        case "metadata" -> {
          for (var entry : field.getValue().properties()) {
            if (!NOT_OWNED.contains(entry.getKey())) {
              walk(
                  "f:metadata/f:" + escape(entry.getKey()),
                  entry.getKey(),
                  entry.getValue(),
                  leaves);
            }
          }
        }
        default -> walk("f:" + escape(field.getKey()), field.getKey(), field.getValue(), leaves);
      }
    }
    return leaves;
  }

  private static void walk(String path, String name, JsonNode value, Map<String, JsonNode> leaves) {
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      object
          .properties()
          .forEach(e -> walk(path + "/f:" + escape(e.getKey()), e.getKey(), e.getValue(), leaves));
      return;
    }
    Optional<String> key =
        value instanceof ArrayNode list ? MergeKeys.of(name, list) : Optional.empty();
    if (key.isPresent() && value.valueStream().allMatch(i -> i.has(key.get()))) {
      for (JsonNode item : value) {
        ObjectNode id = Json.object().set(key.get(), item.path(key.get()));
        walk(path + "/k:" + escape(Json.write(id)), "", item, leaves);
      }
    } else {
      leaves.put(path, value);
    }
  }

  static String escape(String part) {
    return part.replace("~", "~0").replace("/", "~1");
  }

  private static String unescape(String part) {
    return part.replace("~1", "/").replace("~0", "~");
  }

  /** FieldsV1 as paths; {@code "."} entries are left out. */
  static Set<String> read(JsonNode fields) {
    Set<String> paths = new HashSet<>();
    read("", fields, paths);
    return paths;
  }

  private static void read(String path, JsonNode fields, Set<String> paths) {
    boolean leaf = true;
    for (var entry : fields.properties()) {
      if (!entry.getKey().equals(".")) {
        leaf = false;
        String next = (path.isEmpty() ? "" : path + "/") + escape(entry.getKey());
        read(next, entry.getValue(), paths);
      }
    }
    if (leaf && !path.isEmpty()) {
      paths.add(path);
    }
  }

  static ObjectNode write(Set<String> paths) {
    ObjectNode root = Json.object();
    for (String path : new TreeSet<>(paths)) {
      ObjectNode node = root;
      for (String part : path.split("/", -1)) {
        String name = unescape(part);
        node = node.path(name) instanceof ObjectNode child ? child : node.putObject(name);
      }
    }
    return root;
  }

  /**
   * A path as conflict causes name it: {@code .data.a}, {@code .spec.containers[name="x"].image}.
   */
  static String spoken(String path) {
    StringBuilder text = new StringBuilder();
    for (String part : path.split("/", -1)) {
      String name = unescape(part);
      if (name.startsWith("k:")) {
        ObjectNode id = Json.readObject(name.substring(2));
        id.properties()
            .forEach(e ->
                text.append('[').append(e.getKey()).append('=').append(e.getValue()).append(']'));
      } else {
        text.append('.').append(name.substring(2));
      }
    }
    return text.toString();
  }

  /** Takes a leaf out of an object, and parents that become empty with it. */
  static void remove(ObjectNode object, String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      parts.add(unescape(part));
    }
    remove(object, parts);
  }

  private static void remove(JsonNode node, List<String> parts) {
    String part = parts.getFirst();
    List<String> rest = parts.subList(1, parts.size());
    if (part.startsWith("k:") && node instanceof ArrayNode list) {
      ObjectNode id = Json.readObject(part.substring(2));
      String key = id.fieldNames().next();
      for (int i = list.size() - 1; i >= 0; i--) {
        if (list.get(i).path(key).equals(id.path(key))) {
          removeItem(list, i, rest);
        }
      }
    } else if (node instanceof ObjectNode object) {
      String name = part.substring(2);
      if (rest.isEmpty()) {
        object.remove(name);
      } else if (object.has(name)) {
        remove(object.path(name), rest);
        if (object.path(name).isContainerNode() && object.path(name).isEmpty()) {
          object.remove(name);
        }
      }
    }
  }

  private static void removeItem(ArrayNode list, int i, List<String> rest) {
    if (!rest.isEmpty()) {
      remove(list.get(i), rest);
    }
    if (rest.isEmpty() || list.get(i).isEmpty()) {
      list.remove(i);
    }
  }
}
