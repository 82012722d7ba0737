package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/** Who owns which field ({@code metadata.managedFields}), and server-side apply on top of it. */
final class ManagedFields {
  private ManagedFields() {}

  /** The fields that an ordinary write changed now belong to its manager alone. */
  static void claim(
      Kind kind, ObjectNode before, ObjectNode after, WriteOptions options, boolean status) {
    NavigableMap<String, JsonNode> was = FieldPaths.leaves(before);
    NavigableMap<String, JsonNode> is = FieldPaths.leaves(after);
    Set<String> changed = new HashSet<>();
    is.forEach((path, value) -> {
      if (!value.equals(was.get(path))) changed.add(path);
    });
    List<ObjectNode> entries = entries(before);
    for (ObjectNode entry : entries) {
      Set<String> owned = FieldPaths.read(entry.path("fieldsV1"));
      owned.removeIf(
          path -> changed.contains(path) || (!is.containsKey(path) && !hasBelow(is, path)));
      entry.set("fieldsV1", FieldPaths.write(owned));
    }
    if (!changed.isEmpty()) {
      ObjectNode own = entry(entries, kind, options, "Update", status);
      Set<String> owned = FieldPaths.read(own.path("fieldsV1"));
      owned.addAll(changed);
      own.put("time", options.now()).set("fieldsV1", FieldPaths.write(owned));
    }
    store(after, entries);
  }

  private static boolean hasBelow(NavigableMap<String, JsonNode> leaves, String path) {
    String next = leaves.higherKey(path);
    return next != null && next.startsWith(path + "/");
  }

  /**
   * Server-side apply.
   *
   * @return the live object with the configuration applied and ownership moved
   * @throws ApiFailure 409 with a cause a field when another manager owns a value that would change
   */
  static ObjectNode apply(Kind kind, ObjectNode live, ObjectNode config, WriteOptions options) {
    NavigableMap<String, JsonNode> is = FieldPaths.leaves(live);
    NavigableMap<String, JsonNode> wanted = FieldPaths.leaves(config);
    List<ObjectNode> entries = entries(live);
    ObjectNode own = entry(entries, kind, options, "Apply", false);
    List<ApiFailure.Cause> conflicts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : wanted.entrySet()) {
      if (!field.getValue().equals(is.get(field.getKey()))) {
        conflicts(entries, field.getKey(), options, conflicts);
      }
    }
    if (!conflicts.isEmpty()) {
      throw conflict(conflicts);
    }
    Set<String> dropped = FieldPaths.read(own.path("fieldsV1"));
    dropped.removeAll(wanted.keySet());
    own.set("fieldsV1", FieldPaths.write(wanted.keySet()));
    ObjectNode result = StrategicMerge.merge(live, withoutServerFields(config));
    entries.forEach(e -> dropped.removeAll(FieldPaths.read(e.path("fieldsV1"))));
    dropped.forEach(path -> FieldPaths.remove(result, path));
    store(result, entries);
    return result;
  }

  private static void conflicts(
      List<ObjectNode> entries,
      String path,
      WriteOptions options,
      List<ApiFailure.Cause> conflicts) {
    for (ObjectNode entry : entries) {
      Set<String> owned = FieldPaths.read(entry.path("fieldsV1"));
      boolean other = !entry.path("manager").asText().equals(options.manager());
      boolean own = !other && entry.path("operation").asText().equals("Apply");
      if (!owned.contains(path) || own) {
        continue;
      }
      if (options.force() || !other) {
        owned.remove(path);
        entry.set("fieldsV1", FieldPaths.write(owned));
      } else {
        String who = "conflict with \"" + entry.path("manager").asText() + "\"";
        conflicts.add(new ApiFailure.Cause("FieldManagerConflict", who, FieldPaths.spoken(path)));
      }
    }
  }

  private static ApiFailure conflict(List<ApiFailure.Cause> causes) {
    String first = causes.getFirst().message() + ": " + causes.getFirst().field();
    String text =
        "Apply failed with %d conflict%s: %s"
            .formatted(causes.size(), causes.size() == 1 ? "" : "s", first);
    return ApiFailure.of(409, "Conflict", text).causes(causes);
  }

  private static ObjectNode withoutServerFields(ObjectNode config) {
    ObjectNode copy = config.deepCopy();
    Json.ensure(copy, "metadata").remove(List.of("managedFields", "creationTimestamp"));
    return copy;
  }

  private static List<ObjectNode> entries(ObjectNode object) {
    return new ArrayList<>(
        Json.objects(Json.at(object, "metadata.managedFields")).stream()
            .map(ObjectNode::deepCopy)
            .toList());
  }

  private static ObjectNode entry(
      List<ObjectNode> entries, Kind kind, WriteOptions options, String operation, boolean status) {
    String subresource = status ? "status" : "";
    for (ObjectNode entry : entries) {
      if (entry.path("manager").asText().equals(options.manager())
          && entry.path("operation").asText().equals(operation)
          && entry.path("subresource").asText("").equals(subresource)) {
        return entry;
      }
    }
    ObjectNode entry = Json.object();
    entry
        .put("manager", options.manager())
        .put("operation", operation)
        .put("apiVersion", kind.apiVersion());
    entry.put("time", options.now()).put("fieldsType", "FieldsV1").putObject("fieldsV1");
    if (status) {
      entry.put("subresource", subresource);
    }
    entries.add(entry);
    return entry;
  }

  private static void store(ObjectNode object, List<ObjectNode> entries) {
    var list = Json.ensure(object, "metadata").putArray("managedFields");
    entries.stream().filter(e -> !e.path("fieldsV1").isEmpty()).forEach(list::add);
    if (list.isEmpty()) {
      Json.ensure(object, "metadata").remove("managedFields");
    }
  }
}
