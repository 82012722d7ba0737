package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import java.util.List;
import java.util.Set;

/** The outer form of objects as they arrive. */
final class Bodies {
  private static final Set<String> ALWAYS = Set.of("apiVersion", "kind", "metadata");

  private Bodies() {}

  /**
   * A copy with kind and version, without null values where the API has none and without fields the
   * kind does not know.
   */
  static ObjectNode normalized(Kind kind, ObjectNode body, WriteOptions options) {
    ObjectNode object = Json.object();
    object.put("kind", kind.name());
    object.put("apiVersion", kind.apiVersion());
    for (var field : body.properties()) {
      boolean known = kind.fields().isEmpty() || kind.fields().contains(field.getKey());
      boolean outer = ALWAYS.contains(field.getKey());
      if (!field.getValue().isNull() && (field.getKey().equals("metadata") || (!outer && known))) {
        object.set(field.getKey(), field.getValue().deepCopy());
      }
    }
    ObjectNode metadata = Json.ensure(object, "metadata");
    dropEmpty(metadata, List.of("labels", "annotations", "finalizers", "ownerReferences"));
    metadata.remove("selfLink");
    if (!kind.custom()) {
      dropNulls(object, "");
    }
    return object;
  }

  private static void dropEmpty(ObjectNode metadata, List<String> fields) {
    for (String field : fields) {
      JsonNode value = metadata.path(field);
      if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
        metadata.remove(field);
      }
    }
    metadata
        .propertyStream()
        .filter(e -> e.getValue().isNull())
        .map(e -> e.getKey())
        .toList()
        .forEach(metadata::remove);
  }

  private static void dropNulls(JsonNode node, String name) {
    if (node instanceof ObjectNode object) {
      boolean template = name.equals("template");
      object
          .propertyStream()
          .filter(e -> e.getValue().isNull())
          .map(e -> e.getKey())
          .toList()
          .stream()
          .filter(field -> !field.equals("lastProbeTime") && !field.equals("creationTimestamp"))
          .forEach(object::remove);
      object.properties().forEach(e -> dropNulls(e.getValue(), e.getKey()));
      if (template) {
        Json.ensure(object, "metadata");
      }
    } else if (node.isArray()) {
      node.forEach(item -> dropNulls(item, ""));
    }
  }

  /** An apply with a field that the schema does not know fails with 500 on a real server. */
  static void refuseUnknownFields(Target target, ObjectNode config) {
    Set<String> known = target.kind().fields();
    for (var field : config.properties()) {
      if (!known.isEmpty() && !known.contains(field.getKey()) && !ALWAYS.contains(field.getKey())) {
        String where = Json.text(config, "metadata.namespace") + "/" + target.name();
        throw ApiFailure.of(
            500,
            "",
            "failed to create typed patch object (%s; %s, Kind=%s): .%s: field not declared in schema"
                .formatted(
                    where, target.kind().apiVersion(), target.kind().name(), field.getKey()));
      }
    }
  }
}
