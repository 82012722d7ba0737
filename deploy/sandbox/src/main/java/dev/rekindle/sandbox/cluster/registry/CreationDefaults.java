package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.util.List;

/** What only a creation fills in: addresses, finalizers, first status. */
final class CreationDefaults {
  private CreationDefaults() {}

  static void fill(Kind kind, ObjectNode object, Registry registry) {
    if (kind.custom()) {
      return;
    }
    switch (kind.name()) {
      case "Pod" -> PodDefaults.admit(object);
      case "Service" -> service(Json.ensure(object, "spec"), registry);
      case "PersistentVolumeClaim" -> claim(object);
      case "Namespace" -> {
        Json.ensureArray(object, "spec.finalizers").removeAll().add("kubernetes");
        Json.ensure(object, "status").put("phase", "Active");
        Json.ensure(object, "metadata.labels")
            .put("kubernetes.io/metadata.name", Json.text(object, "metadata.name"));
      }
      case "Job" -> job(object);
      case "DeploymentConfig" -> {
        ObjectNode status = Json.ensure(object, "status");
        for (String field :
            List.of(
                "latestVersion",
                "observedGeneration",
                "replicas",
                "updatedReplicas",
                "availableReplicas",
                "unavailableReplicas")) {
          Json.orElse(status, field, 0);
        }
      }
      case "Deployment", "ReplicaSet", "Route" -> Json.ensure(object, "status");
      default -> {}
    }
  }

  private static void service(ObjectNode spec, Registry registry) {
    if (!spec.has("clusterIP") && !Json.text(spec, "type").equals("ExternalName")) {
      int count = registry.store().list(KindCatalog.SERVICE, "").size() + 1;
      int number = count + (int) (registry.store().revision() % 50) * 250;
      spec.put("clusterIP", "172.30." + (number / 250) % 250 + "." + (number % 250 + 1));
      Json.ensureArray(spec, "clusterIPs").add(Json.text(spec, "clusterIP"));
    }
  }

  private static void claim(ObjectNode claim) {
    var finalizers = Json.ensureArray(claim, "metadata.finalizers");
    if (!Json.texts(finalizers).contains("kubernetes.io/pvc-protection")) {
      finalizers.add("kubernetes.io/pvc-protection");
    }
    ObjectNode spec = Json.ensure(claim, "spec");
    Json.orElse(spec, "storageClassName", "standard");
    Json.orElse(spec, "volumeName", "pvc-" + Json.text(claim, "metadata.uid"));
    ObjectNode status = Json.ensure(claim, "status");
    status.put("phase", "Bound");
    status.set("accessModes", spec.path("accessModes"));
    status.set("capacity", Json.at(spec, "resources.requests"));
  }

  private static void job(ObjectNode job) {
    String uid = Json.text(job, "metadata.uid");
    Json.ensure(job, "spec.selector.matchLabels")
        .removeAll()
        .put("batch.kubernetes.io/controller-uid", uid);
    ObjectNode labels = Json.ensure(job, "spec.template.metadata.labels");
    for (String prefix : List.of("batch.kubernetes.io/", "")) {
      labels
          .put(prefix + "controller-uid", uid)
          .put(prefix + "job-name", Json.text(job, "metadata.name"));
    }
    Json.ensure(job, "status");
  }
}
