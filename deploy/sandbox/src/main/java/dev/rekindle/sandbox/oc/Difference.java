package dev.rekindle.sandbox.oc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The merge patch that makes one object of another. */
final class Difference {

  private Difference() {}

  /**
   * Compares.
   *
   * @param removing whether what is not in the wanted object is taken away; {@code apply} without a
   *     last applied configuration takes nothing away
   */
  static ObjectNode between(JsonNode live, JsonNode wanted, boolean removing) {
    ObjectNode patch = Api.JSON.createObjectNode();
    wanted
        .properties()
        .forEach(field -> {
          JsonNode now = live.path(field.getKey());
          JsonNode then = field.getValue();
          if (now.isObject() && then.isObject()) {
            ObjectNode inner = between(now, then, removing);
            if (!inner.isEmpty()) {
              patch.set(field.getKey(), inner);
            }
          } else if (!now.equals(then)) {
            patch.set(field.getKey(), then);
          }
        });
    if (removing) {
      live.fieldNames()
          .forEachRemaining(name -> {
            if (!wanted.has(name)) {
              patch.putNull(name);
            }
          });
    }
    return patch;
  }
}
