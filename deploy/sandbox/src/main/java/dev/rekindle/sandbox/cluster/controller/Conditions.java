package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import java.util.Optional;

/**
 * Conditions of a status: the time of transition moves only with the value, the time of update with
 * the reason.
 */
record Conditions(ObjectNode status, String now) {
  Optional<ObjectNode> find(String type) {
    return Json.objects(status.path("conditions")).stream()
        .filter(c -> Json.text(c, "type").equals(type))
        .findFirst();
  }

  void set(String type, String value, String reason, String message) {
    ArrayNode list = Json.ensureArray(status, "conditions");
    ObjectNode entry = find(type).orElseGet(() -> list.addObject().put("type", type));
    boolean same = Json.text(entry, "status").equals(value);
    if (same
        && Json.text(entry, "reason").equals(reason)
        && Json.text(entry, "message").equals(message)) {
      return;
    }
    entry.put("status", value).put("lastUpdateTime", now);
    if (!same) {
      entry.put("lastTransitionTime", now);
    }
    if (reason.isEmpty()) {
      entry.remove("reason");
    } else {
      entry.put("reason", reason);
    }
    entry.put("message", message);
  }

  void remove(String type) {
    if (status.path("conditions") instanceof ArrayNode list) {
      for (int i = list.size() - 1; i >= 0; i--) {
        if (Json.text(list.get(i), "type").equals(type)) {
          list.remove(i);
        }
      }
    }
  }

  static String reason(JsonNode object, String type) {
    return Json.objects(Json.at(object, "status.conditions")).stream()
        .filter(c -> Json.text(c, "type").equals(type))
        .map(c -> Json.text(c, "reason"))
        .findFirst()
        .orElse("");
  }
}
