package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Kind;

/** Patches by content type. */
public final class Patching {
  public static final String JSON_PATCH = "application/json-patch+json";
  public static final String MERGE = "application/merge-patch+json";
  public static final String STRATEGIC = "application/strategic-merge-patch+json";
  public static final String APPLY = "application/apply-patch+yaml";

  private Patching() {}

  public static void refuseUnsupported(String type, Kind kind) {
    switch (type) {
      case JSON_PATCH, MERGE -> {}
      case STRATEGIC -> {
        if (kind.custom()) {
          throw ApiFailure.of(
              415,
              "UnsupportedMediaType",
              "the body of the request was in an unknown format - accepted media types include: "
                  + String.join(", ", JSON_PATCH, MERGE, APPLY));
        }
      }
      default -> throw ApiFailure.bare(415, "UnsupportedMediaType", "415: Unsupported Media Type");
    }
  }

  public static ObjectNode patched(String type, ObjectNode before, JsonNode patch) {
    ObjectNode base = before.deepCopy();
    JsonNode result =
        switch (type) {
          case JSON_PATCH -> Patch.operations(base, patch);
          case STRATEGIC -> patch instanceof ObjectNode o ? StrategicMerge.merge(base, o) : patch;
          default -> Patch.merge(base, patch);
        };
    if (!(result instanceof ObjectNode object) || object.isEmpty()) {
      throw ApiFailure.badRequest("the patch does not make an object");
    }
    return object;
  }
}
