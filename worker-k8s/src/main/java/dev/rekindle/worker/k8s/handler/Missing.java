package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.kit.stage.StageProblem;

/** What the plan names and the cluster lacks. */
final class Missing {

  private Missing() {}

  static StageProblem object(String what) {
    return StageProblem.permanent(
        ProblemCode.OBJECT_MISSING,
        what + " does not exist: create it, or correct its name in the plan's parameters");
  }

  /** The workload, or OBJECT_MISSING. */
  static WorkloadState workload(Application application, WorkloadRef ref) {
    return application.workloads().find(ref).orElseThrow(() -> object(ref.toString()));
  }
}
