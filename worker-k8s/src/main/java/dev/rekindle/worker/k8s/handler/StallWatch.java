package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.Rollout.Cause;
import dev.rekindle.worker.k8s.plan.Rollout.Stalled;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.HashMap;
import java.util.Map;

/** Ends the wait for a workload once it has stalled for longer than its cause deserves. */
final class StallWatch {

  private record Since(Cause cause, long nanos) {}

  private final Pace pace;
  private final Map<WorkloadRef, Since> stalls = new HashMap<>();

  StallWatch(Pace pace) {
    this.pace = pace;
  }

  void moving(WorkloadRef ref) {
    stalls.remove(ref);
  }

  /** Throws ROLLOUT_STALLED (retryable) when the patience is used up. */
  void stalled(WorkloadRef ref, Stalled stalled) {
    long now = System.nanoTime();
    Since since =
        stalls.compute(
            ref,
            (key, seen) ->
                seen != null && seen.cause() == stalled.cause()
                    ? seen
                    : new Since(stalled.cause(), now));
    if (now - since.nanos() > pace.patienceWith(stalled.cause()).toNanos()) {
      throw StageProblem.passing(ProblemCode.ROLLOUT_STALLED, ref + ": " + stalled.reason());
    }
  }
}
