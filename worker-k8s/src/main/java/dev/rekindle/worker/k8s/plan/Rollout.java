package dev.rekindle.worker.k8s.plan;

import dev.rekindle.worker.k8s.plan.PodState.ContainerState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a workload stands on its way to its replicas. */
public sealed interface Rollout {

  /** All replicas are there, current and ready, and no other pod is left. */
  record Complete(int replicas) implements Rollout {}

  /** On its way. */
  record Progressing(int ready, int wanted) implements Rollout {}

  /** Not getting on, for a reason that a person can act on. It may still recover. */
  record Stalled(Cause cause, String reason) implements Rollout {}

  /** Why a rollout stalls, the strongest first. */
  enum Cause {
    /** The API refuses the pod: quota, admission, service account. */
    REFUSED,
    /** The image cannot be had, or the container cannot be made from its settings. */
    IMAGE,
    /** No node takes the pod. */
    SCHEDULING,
    /** The container ends again and again. */
    CRASH,
    /** It runs, but its probe never answers, up to the workload's own deadline. */
    DEADLINE
  }

  /** Waiting reasons that are on the way, not in the way. */
  Set<String> HARMLESS = Set.of("ContainerCreating", "PodInitializing");

  /**
   * Judges a workload.
   *
   * @param pods every pod of its selector, ended and terminating ones included
   */
  static Rollout judge(WorkloadState workload, List<PodState> pods) {
    List<PodState> alive = pods.stream().filter(PodState::alive).toList();
    long ready = alive.stream().filter(PodState::ready).count();
    boolean noOthers = pods.stream().noneMatch(PodState::terminating);
    if (workload.settled()
        && ready == workload.wanted()
        && alive.size() == workload.wanted()
        && noOthers) {
      return new Complete(workload.wanted());
    }
    if (workload.observed() < workload.generation()) {
      return new Progressing((int) ready, workload.wanted());
    }
    return refused(workload)
        .or(() -> stuckContainer(alive))
        .or(() -> unschedulable(alive))
        .or(() -> deadline(workload, alive))
        .map(stalled -> (Rollout) stalled)
        .orElseGet(() -> new Progressing((int) ready, workload.wanted()));
  }

  private static Optional<Stalled> refused(WorkloadState workload) {
    return workload.conditions().stream()
        .filter(condition -> condition.is("ReplicaFailure", "True"))
        .findFirst()
        .map(condition -> new Stalled(Cause.REFUSED, "pods are refused: " + condition.message()));
  }

  private static Optional<Stalled> stuckContainer(List<PodState> pods) {
    for (PodState pod : pods) {
      for (ContainerState container : pod.containers()) {
        if (container.waiting().isEmpty() || HARMLESS.contains(container.waiting())) {
          continue;
        }
        String where = "container " + container.name() + " of pod " + pod.name();
        if (container.waiting().equals("CrashLoopBackOff")) {
          return Optional.of(
              new Stalled(
                  Cause.CRASH,
                  where
                      + " ended "
                      + container.restarts()
                      + " times, last with exit code "
                      + container.lastExit()));
        }
        return Optional.of(
            new Stalled(
                Cause.IMAGE,
                where + " waits with " + container.waiting() + suffix(container.message())));
      }
    }
    return Optional.empty();
  }

  private static Optional<Stalled> unschedulable(List<PodState> pods) {
    for (PodState pod : pods) {
      for (Condition condition : pod.conditions()) {
        if (condition.is("PodScheduled", "False")) {
          return Optional.of(
              new Stalled(
                  Cause.SCHEDULING,
                  "no node takes pod " + pod.name() + suffix(condition.message())));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Stalled> deadline(WorkloadState workload, List<PodState> pods) {
    return workload.conditions().stream()
        .filter(condition -> condition.reason().equals("ProgressDeadlineExceeded"))
        .findFirst()
        .map(
            condition -> new Stalled(Cause.DEADLINE, condition.message() + suffix(notReady(pods))));
  }

  /** What a person should look at when nothing but the wait is known. */
  private static String notReady(List<PodState> pods) {
    return pods.stream()
        .filter(pod -> !pod.ready())
        .flatMap(pod ->
            pod.containers().stream()
                .filter(container -> !container.ready())
                .map(container ->
                    "container "
                        + container.name()
                        + " of pod "
                        + pod.name()
                        + " runs but is not ready (readiness probe)"))
        .findFirst()
        .orElse("");
  }

  private static String suffix(String message) {
    return message.isEmpty() ? "" : ": " + message;
  }
}
