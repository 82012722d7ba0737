package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import java.util.List;

/** The defaults of a pod's spec, as the recordings show them. */
final class PodDefaults {
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  private PodDefaults() {}

  static void fill(ObjectNode spec) {
    Json.orElse(spec, "restartPolicy", "Always");
    Json.orElse(spec, "terminationGracePeriodSeconds", 30);
    Json.orElse(spec, "dnsPolicy", "ClusterFirst");
    Json.orElse(spec, "securityContext", Json.object());
    Json.orElse(spec, "schedulerName", "default-scheduler");
    for (String list : List.of("containers", "initContainers")) {
      Json.objects(spec.path(list)).forEach(PodDefaults::container);
    }
    for (ObjectNode volume : Json.objects(spec.path("volumes"))) {
      for (String source : List.of("configMap", "secret", "projected")) {
        if (volume.path(source) instanceof ObjectNode files) {
          Json.orElse(files, "defaultMode", 420);
        }
      }
    }
  }

  /** What a pod gets beyond its template: account, tolerations, priority. */
  static void admit(ObjectNode pod) {
    ObjectNode spec = Json.ensure(pod, "spec");
    Json.orElse(spec, "serviceAccountName", "default");
    Json.orElse(spec, "serviceAccount", Json.text(spec, "serviceAccountName"));
    Json.orElse(spec, "priority", 0);
    Json.orElse(spec, "enableServiceLinks", true);
    Json.orElse(spec, "preemptionPolicy", "PreemptLowerPriority");
    if (!spec.has("tolerations")) {
      for (String why : List.of("not-ready", "unreachable")) {
        ObjectNode toleration = Json.ensureArray(spec, "tolerations").addObject();
        toleration.put("key", "node.kubernetes.io/" + why).put("operator", "Exists");
        toleration.put("effect", "NoExecute").put("tolerationSeconds", 300);
      }
    }
    ObjectNode status = Json.ensure(pod, "status");
    Json.orElse(status, "phase", "Pending");
    Json.orElse(status, "qosClass", qos(spec));
  }

  private static String qos(ObjectNode spec) {
    boolean asks =
        Json.objects(spec.path("containers")).stream()
            .anyMatch(c -> !c.path("resources").isEmpty());
    return asks ? "Burstable" : "BestEffort";
  }

  private static void container(ObjectNode container) {
    Json.orElse(container, "resources", Json.object());
    Json.orElse(container, "terminationMessagePath", "/dev/termination-log");
    Json.orElse(container, "terminationMessagePolicy", "File");
    String image = Json.text(container, "image");
    boolean latest = image.endsWith(":latest") || image.lastIndexOf(':') <= image.lastIndexOf('/');
    Json.orElse(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
    Json.objects(container.path("ports")).forEach(p -> Json.orElse(p, "protocol", "TCP"));
    for (String name : PROBES) {
      if (container.path(name) instanceof ObjectNode probe) {
        probe(probe);
      }
    }
    for (ObjectNode variable : Json.objects(container.path("env"))) {
      if (Json.at(variable, "valueFrom.fieldRef") instanceof ObjectNode reference) {
        Json.orElse(reference, "apiVersion", "v1");
      }
    }
  }

  private static void probe(ObjectNode probe) {
    Json.orElse(probe, "timeoutSeconds", 1);
    Json.orElse(probe, "periodSeconds", 10);
    Json.orElse(probe, "successThreshold", 1);
    Json.orElse(probe, "failureThreshold", 3);
    if (probe.path("httpGet") instanceof ObjectNode get) {
      Json.orElse(get, "path", "/");
      Json.orElse(get, "scheme", "HTTP");
    }
  }
}
