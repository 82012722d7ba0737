package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the pod security standard {@code restricted} asks of a pod, in a namespace that enforces it
 * (label {@code pod-security.kubernetes.io/enforce}). Rules and words are those of Kubernetes' own
 * admission; those that no pod of a restore could break are left out (host namespaces, sysctls,
 * AppArmor, SELinux).
 */
record PodSecurity(Registry registry) {

  private static final String LABEL = "pod-security.kubernetes.io/enforce";
  private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");

  void admit(Kind kind, String namespace, ObjectNode object) {
    if (!kind.equals(KindCatalog.POD)) {
      return;
    }
    boolean restricted =
        registry
            .find(KindCatalog.NAMESPACE, "", namespace)
            .filter(found -> found.at("/metadata/labels").path(LABEL).asText().equals("restricted"))
            .isPresent();
    List<String> wrong = restricted ? violations(object.path("spec")) : List.of();
    if (!wrong.isEmpty()) {
      throw ApiFailure.forbidden(
          "",
          "pods",
          Json.text(object, "metadata.name"),
          "violates PodSecurity \"restricted:latest\": " + String.join(", ", wrong));
    }
  }

  private static List<String> violations(JsonNode spec) {
    JsonNode pod = spec.path("securityContext");
    List<String> wrong = new ArrayList<>();
    add(
        wrong,
        "allowPrivilegeEscalation != false (%s must set"
            + " securityContext.allowPrivilegeEscalation=false)",
        containers(spec, own -> own.path("allowPrivilegeEscalation").asBoolean(true)));
    add(
        wrong,
        "unrestricted capabilities (%s must set securityContext.capabilities.drop=[\"ALL\"])",
        containers(spec, own -> !dropsAll(own)));
    add(
        wrong,
        "runAsNonRoot != true (pod or %s must set securityContext.runAsNonRoot=true)",
        containers(spec, own -> !either(own, pod, "runAsNonRoot").asBoolean(false)));
    add(
        wrong,
        "runAsUser=0 (%s must not set runAsUser=0)",
        containers(spec, own -> either(own, pod, "runAsUser").asLong(1) == 0));
    add(
        wrong,
        "seccompProfile (pod or %s must set securityContext.seccompProfile.type to"
            + " \"RuntimeDefault\" or \"Localhost\")",
        containers(
            spec,
            own -> !PROFILES.contains(either(own, pod, "seccompProfile").path("type").asText())));
    return wrong;
  }

  private static void add(List<String> wrong, String rule, List<String> containers) {
    if (!containers.isEmpty()) {
      String who = containers.size() == 1 ? "container " : "containers ";
      wrong.add(rule.formatted(who + String.join(", ", containers)));
    }
  }

  private static List<String> containers(JsonNode spec, Predicate<JsonNode> breaks) {
    List<String> names = new ArrayList<>();
    for (String field : List.of("initContainers", "containers")) {
      for (JsonNode container : spec.path(field)) {
        if (breaks.test(container.path("securityContext"))) {
          names.add('"' + container.path("name").asText() + '"');
        }
      }
    }
    return names;
  }

  private static boolean dropsAll(JsonNode own) {
    for (JsonNode capability : own.path("capabilities").path("drop")) {
      if (capability.asText().equals("ALL")) {
        return true;
      }
    }
    return false;
  }

  /** The container's own value counts before the pod's. */
  private static JsonNode either(JsonNode own, JsonNode pod, String field) {
    return own.has(field) ? own.path(field) : pod.path(field);
  }
}
