package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of a Deployment: numbers that are null for 0, Available, Progressing, ReplicaFailure.
 */
record DeploymentStatus(
    View view, ObjectNode deployment, Optional<ObjectNode> current, List<ObjectNode> sets) {
  private static final String DONE = "NewReplicaSetAvailable";
  private static final String LATE = "ProgressDeadlineExceeded";

  void write(Instant now) {
    int total = sum("replicas");
    int ready = sum("readyReplicas");
    int available = sum("availableReplicas");
    int updated = current.map(s -> Json.number(s, "status.replicas", 0)).orElse(0);
    int fresh = current.map(s -> Json.number(s, "status.availableReplicas", 0)).orElse(0);
    int wanted = Json.number(deployment, "spec.replicas", 0);
    view.amend(
        KindCatalog.DEPLOYMENT,
        deployment,
        "kube-controller-manager",
        o -> {
          ObjectNode status = Json.ensure(o, "status");
          boolean moved =
              Json.number(status, "updatedReplicas", 0) != updated
                  || Json.number(status, "replicas", 0) != total
                  || Json.number(status, "availableReplicas", 0) != available;
          View.count(status, "replicas", total);
          View.count(status, "updatedReplicas", updated);
          View.count(status, "readyReplicas", ready);
          View.count(status, "availableReplicas", available);
          View.count(
              status, "unavailableReplicas", Math.max(0, Math.max(wanted, total) - available));
          status.put("observedGeneration", Json.number(deployment, "metadata.generation", 1));
          Conditions conditions = new Conditions(status, view.registry().now());
          available(conditions, available, wanted);
          boolean done =
              updated == wanted && total == wanted && fresh == wanted && current.isPresent();
          progress(conditions, done, moved, now);
          failure(conditions);
        });
  }

  private int sum(String field) {
    return sets.stream().mapToInt(s -> Json.number(s, "status." + field, 0)).sum();
  }

  private void available(Conditions conditions, int available, int wanted) {
    boolean recreate = Json.text(deployment, "spec.strategy.type").equals("Recreate");
    int least =
        wanted - (recreate ? 0 : DeploymentController.share(deployment, "maxUnavailable", false));
    if (available >= least) {
      conditions.set(
          "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
    } else {
      conditions.set(
          "Available",
          "False",
          "MinimumReplicasUnavailable",
          "Deployment does not have minimum availability.");
    }
  }

  private void progress(Conditions conditions, boolean done, boolean moved, Instant now) {
    String name = current.map(s -> Json.text(s, "metadata.name")).orElse("");
    String before = Conditions.reason(deployment, "Progressing");
    Optional<ObjectNode> entry = conditions.find("Progressing");
    if (done) {
      conditions.set(
          "Progressing", "True", DONE, "ReplicaSet \"" + name + "\" has successfully progressed.");
      return;
    }
    boolean known =
        entry.map(e -> Json.text(e, "message").contains("\"" + name + "\"")).orElse(false);
    boolean newRollout = !name.isEmpty() && !known;
    if (entry.isEmpty() || newRollout || (moved && !before.equals(DONE))) {
      conditions.set(
          "Progressing",
          "True",
          "ReplicaSetUpdated",
          "ReplicaSet \"" + name + "\" is progressing.");
      conditions.find("Progressing").ifPresent(e -> e.put("lastUpdateTime", view.registry().now()));
      return;
    }
    int deadline = Json.number(deployment, "spec.progressDeadlineSeconds", 600);
    Instant since = Instant.parse(Json.text(entry.get(), "lastUpdateTime"));
    if (!before.equals(DONE) && !before.equals(LATE) && now.isAfter(since.plusSeconds(deadline))) {
      conditions.set(
          "Progressing", "False", LATE, "ReplicaSet \"" + name + "\" has timed out progressing.");
    }
  }

  private void failure(Conditions conditions) {
    Optional<ObjectNode> failed =
        current.flatMap(
            s -> new Conditions(Json.ensure(s.deepCopy(), "status"), "").find("ReplicaFailure"));
    if (failed.isPresent()) {
      conditions.set("ReplicaFailure", "True", "FailedCreate", Json.text(failed.get(), "message"));
    } else {
      conditions.remove("ReplicaFailure");
    }
  }
}
