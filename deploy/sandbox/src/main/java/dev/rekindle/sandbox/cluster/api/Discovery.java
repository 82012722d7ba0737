package dev.rekindle.sandbox.cluster.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code /version}, {@code /api}, {@code /apis} and the resources of a group. */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  /** Kinds that only answer a question and are never stored. */
  private static final Map<String, List<String>> REVIEWS =
      Map.of(
          "authorization.k8s.io",
          List.of("SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"),
          "authentication.k8s.io",
          List.of("SelfSubjectReview", "TokenReview"));

  private final KindCatalog kinds;

  Discovery(KindCatalog kinds) {
    this.kinds = kinds;
  }

  Optional<Answer> answer(String path) {
    return switch (path) {
      case "/version" -> Optional.of(Answer.json(200, version()));
      case "/api" -> Optional.of(Answer.json(200, core()));
      case "/apis" -> Optional.of(Answer.json(200, groups()));
      case "/readyz", "/livez", "/healthz" -> Optional.of(Answer.text(200, "ok"));
      case "/api/v1" -> Optional.of(Answer.json(200, resources("", "v1")));
      case "/openapi/v2", "/openapi/v3" -> Optional.of(Answer.text(404, "404 page not found\n"));
      default -> group(path);
    };
  }

  private Optional<Answer> group(String path) {
    String[] parts = path.substring(1).split("/", -1);
    if (!parts[0].equals("apis") || parts.length > 3) {
      return Optional.empty();
    }
    Map<String, NavigableSet<String>> served = served();
    if (parts.length == 2 && served.containsKey(parts[1])) {
      return Optional.of(
          Answer.json(200, describe(parts[1]).put("kind", "APIGroup").put("apiVersion", "v1")));
    }
    if (parts.length == 3 && served.getOrDefault(parts[1], new TreeSet<>()).contains(parts[2])) {
      return Optional.of(Answer.json(200, resources(parts[1], parts[2])));
    }
    return Optional.of(Answer.text(404, "404 page not found\n"));
  }

  private Map<String, NavigableSet<String>> served() {
    Map<String, NavigableSet<String>> served = new TreeMap<>();
    for (Kind kind : kinds.all()) {
      served.computeIfAbsent(kind.group(), g -> new TreeSet<>()).addAll(kind.versions());
    }
    REVIEWS.keySet().forEach(g -> served.computeIfAbsent(g, x -> new TreeSet<>()).add("v1"));
    return served;
  }

  private static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "33")
        .put("emulationMajor", "1")
        .put("emulationMinor", "33")
        .put("minCompatibilityMajor", "1")
        .put("minCompatibilityMinor", "32")
        .put("gitVersion", "v1.33.13")
        .put("gitCommit", "0000000000000000000000000000000000000000")
        .put("gitTreeState", "clean")
        .put("buildDate", "1970-01-01T00:00:00Z")
        .put("goVersion", "go1.24.4")
        .put("compiler", "gc")
        .put("platform", "linux/amd64");
  }

  private static ObjectNode core() {
    ObjectNode node = Json.object().put("kind", "APIVersions");
    node.putArray("versions").add("v1");
    node.putArray("serverAddressByClientCIDRs");
    return node;
  }

  private ObjectNode groups() {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    served().keySet().stream().filter(g -> !g.isEmpty()).forEach(g -> groups.add(describe(g)));
    return list;
  }

  private ObjectNode describe(String group) {
    List<String> versions =
        new ArrayList<>(served().getOrDefault(group, new TreeSet<>()).descendingSet());
    ObjectNode node = Json.object().put("name", group);
    ArrayNode list = node.putArray("versions");
    versions.forEach(v -> list.add(groupVersion(group, v)));
    node.set("preferredVersion", groupVersion(group, versions.getFirst()));
    return node;
  }

  private static ObjectNode groupVersion(String group, String version) {
    return Json.object().put("groupVersion", group + "/" + version).put("version", version);
  }

  private ObjectNode resources(String group, String version) {
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    ArrayNode resources = list.putArray("resources");
    for (Kind kind : kinds.all()) {
      if (kind.group().equals(group) && kind.versions().contains(version)) {
        resource(resources, kind, kind.plural(), kind.name(), VERBS);
        for (String name : new TreeSet<>(kind.subresources())) {
          subresource(resources, kind, name);
        }
      }
    }
    for (String review : REVIEWS.getOrDefault(group, List.of())) {
      ObjectNode node = resources.addObject().put("name", review.toLowerCase(Locale.ROOT) + "s");
      node.put("singularName", review.toLowerCase(Locale.ROOT))
          .put("namespaced", false)
          .put("kind", review);
      node.putArray("verbs").add("create");
    }
    return list;
  }

  private static ObjectNode resource(
      ArrayNode list, Kind kind, String name, String shown, List<String> verbs) {
    ObjectNode node = list.addObject().put("name", name);
    boolean sub = name.contains("/");
    node.put("singularName", sub ? "" : kind.name().toLowerCase(Locale.ROOT));
    node.put("namespaced", kind.namespaced()).put("kind", shown);
    verbs.forEach(node.putArray("verbs")::add);
    if (!sub) {
      if (!kind.shortNames().isEmpty()) {
        kind.shortNames().forEach(node.putArray("shortNames")::add);
      }
      if (!kind.custom()) {
        node.putArray("categories").add("all");
      }
      node.put("storageVersionHash", "");
    }
    return node;
  }

  private static void subresource(ArrayNode list, Kind kind, String name) {
    String full = kind.plural() + "/" + name;
    List<String> change = List.of("get", "patch", "update");
    switch (name) {
      case "scale" -> {
        boolean old = kind.equals(KindCatalog.DEPLOYMENT_CONFIG);
        resource(list, kind, full, "Scale", change)
            .put("group", old ? "extensions" : "autoscaling")
            .put("version", old ? "v1beta1" : "v1");
      }
      case "status" -> resource(list, kind, full, kind.name(), change);
      case "instantiate" -> resource(list, kind, full, "DeploymentRequest", List.of("create"));
      case "rollback" -> resource(list, kind, full, "DeploymentConfigRollback", List.of("create"));
      case "eviction" ->
          resource(list, kind, full, "Eviction", List.of("create"))
              .put("group", "policy")
              .put("version", "v1");
      case "log" ->
          resource(
              list,
              kind,
              full,
              kind.namespaced() && kind.name().equals("Pod") ? "Pod" : "DeploymentLog",
              List.of("get"));
      case "exec", "attach", "portforward" ->
          resource(list, kind, full, "Pod", List.of("create", "get"));
      default -> resource(list, kind, full, kind.name(), List.of("create"));
    }
  }
}
