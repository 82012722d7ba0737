package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import java.util.Map;
import java.util.Optional;

/**
 * By which field the items of a list are told apart (the API's patchMergeKey and list-map-keys).
 */
final class MergeKeys {
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("ephemeralContainers", "name"),
          Map.entry("env", "name"),
          Map.entry("volumes", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("secrets", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("conditions", "type"),
          Map.entry("hostAliases", "ip"),
          Map.entry("ownerReferences", "uid"));

  private MergeKeys() {}

  /** The key of a list, empty for lists that are replaced whole. */
  static Optional<String> of(String list, JsonNode items) {
    if (list.equals("ports")) {
      boolean pod = items.valueStream().anyMatch(i -> i.has("containerPort"));
      return Optional.of(pod ? "containerPort" : "port");
    }
    return Optional.ofNullable(KEYS.get(list));
  }

  static Optional<ObjectNode> find(JsonNode list, String key, JsonNode value) {
    return Json.objects(list).stream().filter(i -> i.path(key).equals(value)).findFirst();
  }
}
