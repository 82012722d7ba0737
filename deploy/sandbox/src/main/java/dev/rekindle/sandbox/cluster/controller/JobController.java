package dev.rekindle.sandbox.cluster.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.object.Json;
import dev.rekindle.sandbox.cluster.object.KindCatalog;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Jobs: pods one after the other with back-off, a deadline, and the order of conditions of a real
 * controller.
 */
final class JobController implements Controller {
  private static final String MANAGER = "kube-controller-manager";

  private final View view;
  private final Map<String, Instant> nextPod = new HashMap<>();
  private final Map<String, Integer> seenFailures = new HashMap<>();

  JobController(View view) {
    this.view = view;
  }

  private record Counts(
      List<ObjectNode> active, int leaving, int ready, int succeeded, int failed) {}

  @Override
  public void sync(Instant now) {
    for (ObjectNode job : view.all(KindCatalog.JOB)) {
      if (!View.leaving(job) && !Json.at(job, "spec.suspend").asBoolean()) {
        sync(job, now);
      }
    }
  }

  private static boolean has(ObjectNode job, String type) {
    return Json.objects(Json.at(job, "status.conditions")).stream()
        .anyMatch(c -> Json.text(c, "type").equals(type) && Json.text(c, "status").equals("True"));
  }

  private void sync(ObjectNode job, Instant now) {
    if (has(job, "Complete") || has(job, "Failed")) {
      expire(job, now);
      return;
    }
    Counts counts = count(job);
    if (has(job, "FailureTarget")) {
      counts.active().forEach(p -> view.delete(KindCatalog.POD, p));
      boolean gone = counts.active().isEmpty() && counts.leaving() == 0;
      write(job, counts, gone ? "Failed" : "");
      return;
    }
    String verdict = verdict(job, counts, now);
    if (verdict.isEmpty()) {
      start(job, counts, now);
    }
    write(job, counts, verdict);
  }

  private Counts count(ObjectNode job) {
    List<ObjectNode> pods = view.ownedBy(job, KindCatalog.POD);
    List<ObjectNode> active =
        pods.stream().filter(p -> !View.ended(p) && !View.leaving(p)).toList();
    int leaving = (int) pods.stream().filter(p -> !View.ended(p) && View.leaving(p)).count();
    int succeeded =
        (int) pods.stream().filter(p -> Json.text(p, "status.phase").equals("Succeeded")).count();
    int failed =
        (int) pods.stream().filter(p -> Json.text(p, "status.phase").equals("Failed")).count();
    return new Counts(
        active,
        leaving,
        (int) active.stream().filter(View::ready).count(),
        Math.max(succeeded, Json.number(job, "status.succeeded", 0)),
        Math.max(failed, Json.number(job, "status.failed", 0)));
  }

  private static String verdict(ObjectNode job, Counts counts, Instant now) {
    if (counts.succeeded() >= Json.number(job, "spec.completions", 1)) {
      return "Complete";
    }
    int limit = Json.number(job, "spec.backoffLimit", 6);
    int restarts =
        counts.active().stream()
            .flatMap(p -> Json.objects(Json.at(p, "status.containerStatuses")).stream())
            .mapToInt(c -> Json.number(c, "restartCount", 0))
            .sum();
    if (counts.failed() > limit || (restarts > 0 && restarts > limit)) {
      return "BackoffLimitExceeded";
    }
    int deadline = Json.number(job, "spec.activeDeadlineSeconds", 0);
    String started = Json.text(job, "status.startTime");
    boolean late =
        deadline > 0
            && !started.isEmpty()
            && now.isAfter(Instant.parse(started).plusSeconds(deadline));
    return late ? "DeadlineExceeded" : "";
  }

  private void start(ObjectNode job, Counts counts, Instant now) {
    String uid = Json.text(job, "metadata.uid");
    if (seenFailures.getOrDefault(uid, 0) < counts.failed()) {
      seenFailures.put(uid, counts.failed());
      nextPod.put(uid, now.plus(view.scaled(10_000L << Math.min(counts.failed() - 1, 5))));
    }
    int left = Json.number(job, "spec.completions", 1) - counts.succeeded();
    int wanted =
        Math.min(Json.number(job, "spec.parallelism", 1), left)
            - counts.active().size()
            - counts.leaving();
    if (wanted <= 0 || now.isBefore(nextPod.getOrDefault(uid, Instant.MIN))) {
      return;
    }
    try {
      for (int i = 0; i < wanted; i++) {
        view.createPod(job, (ObjectNode) Json.at(job, "spec.template"), MANAGER);
      }
    } catch (ApiFailure refused) {
      nextPod.put(uid, now.plus(view.scaled(5_000)));
    }
  }

  private void write(ObjectNode job, Counts counts, String verdict) {
    view.amend(
        KindCatalog.JOB,
        job,
        MANAGER,
        o -> {
          ObjectNode status = Json.ensure(o, "status");
          Json.orElse(status, "startTime", view.registry().now());
          View.count(status, "active", counts.active().size());
          status.put("ready", counts.ready()).put("terminating", counts.leaving());
          Json.ensure(status, "uncountedTerminatedPods");
          View.count(status, "succeeded", counts.succeeded());
          View.count(status, "failed", counts.failed());
          conclude(status, verdict);
        });
  }

  private void conclude(ObjectNode status, String verdict) {
    switch (verdict) {
      case "" -> {}
      case "Complete" -> {
        condition(
            status,
            "SuccessCriteriaMet",
            "CompletionsReached",
            "Reached expected number of succeeded pods");
        condition(
            status, "Complete", "CompletionsReached", "Reached expected number of succeeded pods");
        status.put("completionTime", view.registry().now());
      }
      case "Failed" -> {
        ObjectNode target = Json.objects(status.path("conditions")).getFirst();
        condition(status, "Failed", Json.text(target, "reason"), Json.text(target, "message"));
      }
      case "DeadlineExceeded" ->
          condition(
              status, "FailureTarget", verdict, "Job was active longer than specified deadline");
      default ->
          condition(
              status, "FailureTarget", verdict, "Job has reached the specified backoff limit");
    }
  }

  private void condition(ObjectNode status, String type, String reason, String message) {
    String now = view.registry().now();
    Json.ensureArray(status, "conditions")
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("lastProbeTime", now)
        .put("lastTransitionTime", now)
        .put("reason", reason)
        .put("message", message);
  }

  private void expire(ObjectNode job, Instant now) {
    String ended = Json.text(job, "status.completionTime");
    if (Json.has(job, "spec.ttlSecondsAfterFinished")
        && !ended.isEmpty()
        && now.isAfter(
            Instant.parse(ended)
                .plusSeconds(Json.number(job, "spec.ttlSecondsAfterFinished", 0)))) {
      view.delete(KindCatalog.JOB, job);
    }
  }
}
