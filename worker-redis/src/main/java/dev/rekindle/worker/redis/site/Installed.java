package dev.rekindle.worker.redis.site;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.util.Optional;

/** Where a server of the cluster lives. */
record Installed(WorkloadRef workload, String container, String claim, String directory) {

  /** Empty for a server of which only the endpoint is known. */
  static Optional<Installed> of(RedisTarget target) {
    WorkloadRef workload = target.workload();
    String container = target.container();
    String claim = target.claim();
    String directory = target.directory();
    return workload == null || container == null || claim == null || directory == null
        ? Optional.empty()
        : Optional.of(new Installed(workload, container, claim, directory));
  }

  /** The problem of a stage that needs one. */
  static StageProblem missing(RedisTarget target) {
    return StageProblem.permanent(
        ProblemCode.SPEC_INVALID,
        "Of %s only the endpoint is known: this needs its workload, container, claim and directory"
            .formatted(target.place()));
  }
}
