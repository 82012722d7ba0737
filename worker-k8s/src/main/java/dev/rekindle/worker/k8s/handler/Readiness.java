package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.Rollout;
import dev.rekindle.worker.k8s.plan.Rollout.Complete;
import dev.rekindle.worker.k8s.plan.Rollout.Progressing;
import dev.rekindle.worker.k8s.plan.Rollout.Stalled;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.time.Duration;
import java.util.Map;

/** Waits until workloads have the replicas they shall have, ready. */
final class Readiness {

  /** Before the deadline ends the attempt without a word, say what it waits for. */
  private static final Duration LAST_WORD = Duration.ofSeconds(3);

  private final Application application;
  private final Pace pace;
  private final Attempt attempt;

  Readiness(Application application, Pace pace, Attempt attempt) {
    this.application = application;
    this.pace = pace;
    this.attempt = attempt;
  }

  /** Waits; ROLLOUT_STALLED with the reason when one does not get on. */
  void await(Map<WorkloadRef, Integer> replicas) {
    StallWatch watch = new StallWatch(pace);
    while (true) {
      int ready = 0;
      int wanted = 0;
      String reason = "";
      boolean complete = true;
      for (Map.Entry<WorkloadRef, Integer> entry : replicas.entrySet()) {
        WorkloadRef ref = entry.getKey();
        wanted += entry.getValue();
        switch (judge(ref, entry.getValue())) {
          case Complete done -> {
            ready += done.replicas();
            watch.moving(ref);
          }
          case Progressing moving -> {
            complete = false;
            ready += Math.min(moving.ready(), entry.getValue());
            watch.moving(ref);
            reason = reason.isEmpty() ? "waiting for " + ref : reason;
          }
          case Stalled stalled -> {
            complete = false;
            watch.stalled(ref, stalled);
            reason = ref + ": " + stalled.reason();
          }
        }
      }
      attempt.report(new Progress(complete ? "ready" : reason, ready, wanted, "pods"));
      if (complete) {
        return;
      }
      if (attempt.remaining().compareTo(LAST_WORD) < 0) {
        throw StageProblem.passing(ProblemCode.ROLLOUT_STALLED, "Time is up: " + reason);
      }
      attempt.pause(pace.poll());
    }
  }

  /** The verdict now; somebody else's replicas are a conflict, unless an autoscaler's. */
  Rollout judge(WorkloadRef ref, int replicas) {
    WorkloadState state = Missing.workload(application, ref);
    if (state.wanted() != replicas && !autoscaled(application, state)) {
      throw StageProblem.passing(
          ProblemCode.CONFLICT,
          ref + " should have " + replicas + " replicas, but somebody set " + state.wanted());
    }
    return Rollout.judge(state, application.workloads().pods(state));
  }

  /** Whether the number of replicas is one that the workload's autoscaler may have set. */
  static boolean autoscaled(Application application, WorkloadState state) {
    return application
        .workloads()
        .autoscaler(state.ref())
        .filter(scaler -> scaler.mayWant(state.wanted()))
        .isPresent();
  }
}
