package dev.rekindle.sandbox.cluster.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Defaults by kind, where the recordings show them. */
final class Defaults {
  private Defaults() {}

  static void fill(Kind kind, ObjectNode object) {
    if (kind.custom()) {
      return;
    }
    switch (kind.name()) {
      case "Pod" -> PodDefaults.fill(Json.ensure(object, "spec"));
      case "Deployment" -> deployment(Json.ensure(object, "spec"));
      case "ReplicaSet", "ReplicationController", "StatefulSet" -> {
        Json.orElse(Json.ensure(object, "spec"), "replicas", 1);
        template(Json.ensure(object, "spec"));
      }
      case "DeploymentConfig" -> deploymentConfig(object);
      case "Job" -> job(Json.ensure(object, "spec"));
      case "Secret" -> secret(object);
      case "Service" -> service(Json.ensure(object, "spec"));
      case "PersistentVolumeClaim" ->
          Json.orElse(Json.ensure(object, "spec"), "volumeMode", "Filesystem");
      case "Route" -> route(Json.ensure(object, "spec"));
      default -> {}
    }
  }

  private static void template(ObjectNode spec) {
    if (spec.path("template") instanceof ObjectNode template) {
      ObjectNode metadata = Json.ensure(template, "metadata");
      if (!metadata.has("creationTimestamp")) {
        metadata.putNull("creationTimestamp");
      }
      PodDefaults.fill(Json.ensure(template, "spec"));
    }
  }

  private static void deployment(ObjectNode spec) {
    Json.orElse(spec, "replicas", 1);
    Json.orElse(spec, "revisionHistoryLimit", 10);
    Json.orElse(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = Json.ensure(spec, "strategy");
    Json.orElse(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      Json.orElse(Json.ensure(strategy, "rollingUpdate"), "maxUnavailable", "25%");
      Json.orElse(Json.ensure(strategy, "rollingUpdate"), "maxSurge", "25%");
    }
    template(spec);
  }

  private static void deploymentConfig(ObjectNode object) {
    ObjectNode spec = Json.ensure(object, "spec");
    Json.orElse(spec, "replicas", 1);
    Json.orElse(spec, "revisionHistoryLimit", 10);
    Json.orElse(spec, "test", false);
    ObjectNode strategy = Json.ensure(spec, "strategy");
    Json.orElse(strategy, "type", "Rolling");
    Json.orElse(strategy, "resources", Json.object());
    Json.orElse(strategy, "activeDeadlineSeconds", 21600);
    boolean recreate = Json.text(strategy, "type").equals("Recreate");
    ObjectNode parameters = Json.ensure(strategy, recreate ? "recreateParams" : "rollingParams");
    Json.orElse(parameters, "timeoutSeconds", 600);
    if (!recreate) {
      Json.orElse(parameters, "updatePeriodSeconds", 1);
      Json.orElse(parameters, "intervalSeconds", 1);
      Json.orElse(parameters, "maxUnavailable", "25%");
      Json.orElse(parameters, "maxSurge", "25%");
    }
    if (!spec.has("triggers")) {
      Json.ensureArray(spec, "triggers").addObject().put("type", "ConfigChange");
    }
    template(spec);
  }

  private static void job(ObjectNode spec) {
    Json.orElse(spec, "parallelism", 1);
    Json.orElse(spec, "completions", 1);
    Json.orElse(spec, "backoffLimit", 6);
    Json.orElse(spec, "completionMode", "NonIndexed");
    Json.orElse(spec, "suspend", false);
    Json.orElse(spec, "manualSelector", false);
    Json.orElse(spec, "podReplacementPolicy", "TerminatingOrFailed");
    template(spec);
  }

  private static void secret(ObjectNode secret) {
    Json.orElse(secret, "type", "Opaque");
    if (secret.path("stringData") instanceof ObjectNode plain) {
      for (Map.Entry<String, String> entry : Json.map(plain).entrySet()) {
        byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
        Json.ensure(secret, "data").put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
      secret.remove("stringData");
    }
  }

  private static void service(ObjectNode spec) {
    Json.orElse(spec, "type", "ClusterIP");
    Json.orElse(spec, "sessionAffinity", "None");
    Json.orElse(spec, "internalTrafficPolicy", "Cluster");
    Json.orElse(spec, "ipFamilyPolicy", "SingleStack");
    for (ObjectNode port : Json.objects(spec.path("ports"))) {
      Json.orElse(port, "protocol", "TCP");
      Json.orElse(port, "targetPort", port.path("port"));
    }
  }

  private static void route(ObjectNode spec) {
    if (spec.path("to") instanceof ObjectNode to) {
      Json.orElse(to, "weight", 100);
    }
    Json.orElse(spec, "wildcardPolicy", "None");
  }
}
