package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;

/**
 * JSON patch (RFC 6902) and JSON merge patch (RFC 7396), with the refusals of a real API server.
 */
public final class Patch {
  private Patch() {}

  /** RFC 7396: null removes, lists are replaced. */
  public static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    ObjectNode result = target instanceof ObjectNode object ? object.deepCopy() : Json.object();
    for (var change : changes.properties()) {
      if (change.getValue().isNull()) {
        result.remove(change.getKey());
      } else {
        result.set(change.getKey(), merge(result.path(change.getKey()), change.getValue()));
      }
    }
    return result;
  }

  /**
   * RFC 6902. A failed test and a missing path are both 422 without saying which; a malformed patch
   * is 400.
   */
  public static JsonNode operations(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ArrayNode steps)) {
      throw ApiFailure.badRequest(
          "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
    }
    JsonNode result = target.deepCopy();
    for (JsonNode step : steps) {
      apply(result, step);
    }
    return result;
  }

  private static void apply(JsonNode root, JsonNode step) {
    String path = step.path("path").asText();
    switch (step.path("op").asText()) {
      case "test" -> require(find(root, path).equals(step.path("value")));
      case "add" -> set(root, path, step.path("value"), true);
      case "replace" -> {
        require(!find(root, path).isMissingNode());
        set(root, path, step.path("value"), false);
      }
      case "remove" -> remove(root, path);
      case "move" -> {
        JsonNode moved = find(root, step.path("from").asText()).deepCopy();
        remove(root, step.path("from").asText());
        set(root, path, moved, true);
      }
      case "copy" -> {
        JsonNode copied = find(root, step.path("from").asText());
        require(!copied.isMissingNode());
        set(root, path, copied.deepCopy(), true);
      }
      default -> throw ApiFailure.badRequest("Unexpected kind: " + step.path("op").asText());
    }
  }

  private static JsonNode find(JsonNode root, String pointer) {
    JsonNode node = root;
    for (String part : parts(pointer)) {
      node = node instanceof ArrayNode list ? list.path(index(list, part)) : node.path(part);
    }
    return node;
  }

  private static int index(ArrayNode list, String part) {
    require(part.matches("\\d{1,9}"));
    return Math.min(Integer.parseInt(part), list.size());
  }

  private static void set(JsonNode root, String pointer, JsonNode value, boolean insert) {
    JsonNode held = value.isMissingNode() ? NullNode.getInstance() : value.deepCopy();
    JsonNode parent = find(root, parent(pointer));
    String last = last(pointer);
    if (parent instanceof ArrayNode list) {
      if (last.equals("-")) {
        list.add(held);
      } else if (insert) {
        list.insert(index(list, last), held);
      } else {
        list.set(index(list, last), held);
      }
    } else {
      require(parent instanceof ObjectNode);
      ((ObjectNode) parent).set(last, held);
    }
  }

  private static void remove(JsonNode root, String pointer) {
    require(!find(root, pointer).isMissingNode());
    JsonNode parent = find(root, parent(pointer));
    if (parent instanceof ArrayNode list) {
      list.remove(index(list, last(pointer)));
    } else {
      ((ObjectNode) parent).remove(last(pointer));
    }
  }

  private static String[] parts(String pointer) {
    if (pointer.isEmpty()) {
      return new String[0];
    }
    String[] parts = pointer.substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = parts[i].replace("~1", "/").replace("~0", "~");
    }
    return parts;
  }

  private static String parent(String pointer) {
    require(pointer.startsWith("/"));
    return pointer.substring(0, pointer.lastIndexOf('/'));
  }

  private static String last(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw ApiFailure.bare(
          422, "Invalid", "the server rejected our request due to an error in our request");
    }
  }
}
