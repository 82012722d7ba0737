package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import java.util.Optional;

/**
 * Strategic merge patch: lists with a merge key are merged by it, {@code finalizers} are a set,
 * others are replaced.
 */
final class StrategicMerge {
  private StrategicMerge() {}

  static ObjectNode merge(ObjectNode target, ObjectNode patch) {
    String directive = patch.path("$patch").asText();
    ObjectNode result = directive.equals("replace") ? Json.object() : target.deepCopy();
    for (var change : patch.properties()) {
      String name = change.getKey();
      JsonNode value = change.getValue();
      if (value.isNull()) {
        result.remove(name);
      } else if (name.startsWith("$deleteFromPrimitiveList/")) {
        deletePrimitives(result, name.substring(name.indexOf('/') + 1), value);
      } else if (value instanceof ObjectNode object) {
        ObjectNode old = result.path(name) instanceof ObjectNode o ? o : Json.object();
        result.set(name, merge(old, object));
      } else if (value instanceof ArrayNode list) {
        result.set(name, lists(name, result.path(name), list));
      } else if (!name.startsWith("$")) {
        result.set(name, value);
      }
    }
    return result;
  }

  private static void deletePrimitives(ObjectNode from, String name, JsonNode values) {
    if (from.path(name) instanceof ArrayNode list) {
      ArrayNode kept = Json.array();
      list.forEach(v -> {
        if (values.valueStream().noneMatch(v::equals)) kept.add(v);
      });
      from.set(name, kept);
    }
  }

  private static JsonNode lists(String name, JsonNode old, ArrayNode patch) {
    if (name.equals("finalizers") && old instanceof ArrayNode set) {
      ArrayNode union = set.deepCopy();
      patch.forEach(v -> {
        if (set.valueStream().noneMatch(v::equals)) union.add(v);
      });
      return union;
    }
    Optional<String> key = MergeKeys.of(name, patch);
    boolean objects = patch.valueStream().allMatch(ObjectNode.class::isInstance);
    if (key.isEmpty() || !objects) {
      return patch;
    }
    boolean replace = patch.valueStream().anyMatch(i -> replaces(i, key.get()));
    ArrayNode result = replace || !(old instanceof ArrayNode list) ? Json.array() : list.deepCopy();
    for (ObjectNode item : Json.objects(patch)) {
      if (!replaces(item, key.get())) {
        item(result, key.get(), item);
      }
    }
    return result;
  }

  private static boolean replaces(JsonNode item, String key) {
    return item.path("$patch").asText().equals("replace") && !item.has(key);
  }

  private static void item(ArrayNode result, String key, ObjectNode item) {
    int at = -1;
    for (int i = 0; i < result.size(); i++) {
      at = result.get(i).path(key).equals(item.path(key)) ? i : at;
    }
    if (item.path("$patch").asText().equals("delete")) {
      if (at >= 0) {
        result.remove(at);
      }
    } else if (at >= 0) {
      result.set(at, merge((ObjectNode) result.get(at), item));
    } else {
      result.add(merge(Json.object(), item));
    }
  }
}
