package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.util.List;
import java.util.Optional;

/** The status of a DeploymentConfig: numbers are 0 here, only readyReplicas is null for 0. */
record ConfigStatus(
    View view, ObjectNode config, Optional<ObjectNode> current, List<ObjectNode> controllers) {
  void write() {
    int total = sum("replicas");
    int ready = sum("readyReplicas");
    int updated = current.map(c -> Json.number(c, "status.replicas", 0)).orElse(0);
    int wanted = Json.number(config, "spec.replicas", 0);
    view.amend(
        KindCatalog.DEPLOYMENT_CONFIG,
        config,
        "kube-openshift-controller-manager",
        o -> {
          ObjectNode status = Json.ensure(o, "status");
          status
              .put("replicas", total)
              .put("updatedReplicas", updated)
              .put("availableReplicas", ready);
          status.put("unavailableReplicas", Math.max(0, total - ready));
          View.count(status, "readyReplicas", ready);
          status.put("observedGeneration", Json.number(config, "metadata.generation", 1));
          Conditions conditions = new Conditions(status, view.registry().now());
          boolean enough = ready > 0 || wanted == 0;
          conditions.set(
              "Available",
              enough ? "True" : "False",
              "",
              enough
                  ? "Deployment config has minimum availability."
                  : "Deployment config does not have minimum availability.");
          current.ifPresent(c -> progress(conditions, c));
        });
  }

  private int sum(String field) {
    return controllers.stream().mapToInt(c -> Json.number(c, "status." + field, 0)).sum();
  }

  private static void progress(Conditions conditions, ObjectNode current) {
    String name = "\"" + Json.text(current, "metadata.name") + "\"";
    switch (ConfigController.phase(current)) {
      case "Complete" ->
          conditions.set(
              "Progressing",
              "True",
              "NewReplicationControllerAvailable",
              "replication controller " + name + " successfully rolled out");
      case "Failed" ->
          conditions.set(
              "Progressing",
              "False",
              "ProgressDeadlineExceeded",
              "replication controller " + name + " has failed progressing");
      default -> {
        if (Json.number(current, "status.replicas", 0) > 0) {
          conditions.set(
              "Progressing",
              "True",
              "ReplicationControllerUpdated",
              "replication controller " + name + " is progressing");
        } else {
          conditions.set(
              "Progressing",
              "Unknown",
              "",
              "replication controller " + name + " is waiting for pod to run");
        }
      }
    }
  }
}
