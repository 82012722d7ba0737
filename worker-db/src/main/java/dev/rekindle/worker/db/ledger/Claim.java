package dev.rekindle.worker.db.ledger;

import dev.rekindle.contract.attempt.AttemptRef;

/** An attempt that wants a target database for itself. */
public record Claim(String target, String restore, String stage, int attempt, long token) {

  /** The claim of an attempt on a database. */
  public static Claim of(String target, AttemptRef ref) {
    return new Claim(
        target, ref.restore().toString(), ref.stage().toString(), ref.number(), ref.fence());
  }
}
