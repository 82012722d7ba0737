package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.Kind;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the number of pods of ReplicaSets and ReplicationControllers. */
final class ReplicaController implements Controller {
  private static final String MANAGER = "kube-controller-manager";

  private final View view;
  private final Map<String, Instant> nextTry = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();

  ReplicaController(View view) {
    this.view = view;
  }

  @Override
  public void sync(Instant now) {
    for (Kind kind : List.of(KindCatalog.REPLICA_SET, KindCatalog.REPLICATION_CONTROLLER)) {
      view.all(kind).forEach(set -> sync(kind, set, now));
    }
  }

  private void sync(Kind kind, ObjectNode set, Instant now) {
    List<ObjectNode> pods =
        view.ownedBy(set, KindCatalog.POD).stream()
            .filter(p -> !View.leaving(p) && !View.ended(p))
            .toList();
    int wanted = Json.number(set, "spec.replicas", 0);
    String failure = "";
    if (!View.leaving(set)) {
      if (pods.size() < wanted) {
        failure = create(set, wanted - pods.size(), now);
      } else if (pods.size() > wanted) {
        pods.stream()
            .sorted(Comparator.comparing(View::ready))
            .limit(pods.size() - wanted)
            .forEach(p -> view.delete(KindCatalog.POD, p));
      }
    }
    note(kind, set, pods, failure, pods.size() < wanted);
  }

  private String create(ObjectNode set, int count, Instant now) {
    String uid = Json.text(set, "metadata.uid");
    if (now.isBefore(nextTry.getOrDefault(uid, Instant.MIN))) {
      return Conditions.reason(set, "ReplicaFailure").isEmpty() ? "" : "again";
    }
    try {
      for (int i = 0; i < count; i++) {
        view.createPod(set, (ObjectNode) Json.at(set, "spec.template"), MANAGER);
      }
      failures.remove(uid);
      return "";
    } catch (ApiFailure refused) {
      int times = failures.merge(uid, 1, Integer::sum);
      nextTry.put(uid, now.plus(view.scaled(1000L << Math.min(times, 6))));
      return String.valueOf(refused.getMessage());
    }
  }

  private void note(
      Kind kind, ObjectNode set, List<ObjectNode> pods, String failure, boolean missing) {
    int ready = (int) pods.stream().filter(View::ready).count();
    view.amend(
        kind,
        set,
        MANAGER,
        o -> {
          ObjectNode status = Json.ensure(o, "status");
          status.put("replicas", pods.size());
          View.count(status, "fullyLabeledReplicas", pods.size());
          View.count(status, "readyReplicas", ready);
          View.count(status, "availableReplicas", ready);
          status.put("observedGeneration", Json.number(o, "metadata.generation", 1));
          Conditions conditions = new Conditions(status, view.registry().now());
          if (!failure.isEmpty() && !failure.equals("again")) {
            conditions.set("ReplicaFailure", "True", "FailedCreate", failure);
          } else if (failure.isEmpty()
              && (!missing || conditions.find("ReplicaFailure").isPresent())) {
            conditions.remove("ReplicaFailure");
            if (status.path("conditions").isEmpty()) {
              status.remove("conditions");
            }
          }
        });
  }
}
