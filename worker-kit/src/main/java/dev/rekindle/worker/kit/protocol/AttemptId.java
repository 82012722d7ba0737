package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;

/** An attempt without its token, which a cancel need not repeat to be understood. */
record AttemptId(RestoreId restore, StageId stage, int number) {

  static AttemptId of(AttemptRef ref) {
    return new AttemptId(ref.restore(), ref.stage(), ref.number());
  }
}
