package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.PodState;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Waits until workloads at 0 have no pod left. A deployment says 0 replicas long before its pods
 * are gone, and a terminating pod still writes.
 */
final class PodsGone {

  private static final Duration LAST_WORD = Duration.ofSeconds(3);

  private PodsGone() {}

  static void await(
      Application application, List<WorkloadRef> workloads, Pace pace, Attempt attempt) {
    long most = 0;
    while (true) {
      List<String> left = new ArrayList<>();
      for (WorkloadRef ref : workloads) {
        WorkloadState state = Missing.workload(application, ref);
        if (state.wanted() != 0) {
          throw StageProblem.passing(
              ProblemCode.WRITERS_PRESENT,
              ref
                  + " was scaled back to "
                  + state.wanted()
                  + ": find out what scales it (an operator, an autoscaler, a person)");
        }
        if (state.rolling()) {
          left.add(ref + " (a rollout is under way, and its deployer may scale up)");
        }
        application.workloads().pods(state).stream()
            .filter(PodsGone::mayWrite)
            .map(PodState::name)
            .forEach(left::add);
      }
      most = Math.max(most, left.size());
      attempt.report(new Progress("waiting for pods to end", most - left.size(), most, "pods"));
      if (left.isEmpty()) {
        return;
      }
      if (attempt.remaining().compareTo(LAST_WORD) < 0) {
        throw StageProblem.passing(
            ProblemCode.WRITERS_PRESENT,
            "Not at an end: " + left.stream().limit(10).collect(Collectors.joining(", ")));
      }
      attempt.pause(pace.poll());
    }
  }

  /** Ended pods (evicted, completed) stay in lists and do no harm. */
  private static boolean mayWrite(PodState pod) {
    return pod.terminating() || pod.alive();
  }
}
