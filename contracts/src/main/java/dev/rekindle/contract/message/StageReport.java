package dev.rekindle.contract.message;

import dev.rekindle.contract.attempt.AttemptRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a worker says about one attempt. The sequence number grows within the attempt. */
public sealed interface StageReport {

  AttemptRef attempt();

  /** Grows by at least one with each report of the same attempt, from 1. */
  long sequence();

  /** The worker's clock; for people only, never for decisions. */
  Instant at();

  /** Instance name of the worker. */
  String worker();

  /**
   * The answer to a check. A finding of severity BLOCKER keeps the restore from changing anything.
   */
  record CheckReported(
      AttemptRef attempt,
      long sequence,
      Instant at,
      String worker,
      List<Finding> findings,
      List<CaptureTime> captures)
      implements StageReport {
    public CheckReported {
      findings = List.copyOf(findings);
      captures = List.copyOf(captures);
    }
  }

  /** The worker took the command over; its lease starts now. */
  record AttemptAdmitted(AttemptRef attempt, long sequence, Instant at, String worker)
      implements StageReport {}

  /** A heartbeat, with how far the work is. Renews the lease. */
  record AttemptProgressed(
      AttemptRef attempt, long sequence, Instant at, String worker, Progress progress)
      implements StageReport {}

  /** The work is done and proven. */
  record AttemptSucceeded(
      AttemptRef attempt,
      long sequence,
      Instant at,
      String worker,
      Map<String, Map<String, String>> outputs,
      List<Evidence> evidence)
      implements StageReport {
    public AttemptSucceeded {
      outputs = Map.copyOf(outputs);
      evidence = List.copyOf(evidence);
    }
  }

  /** The attempt ended without success; {@code retryable} says whether another attempt can help. */
  record AttemptFailed(
      AttemptRef attempt,
      long sequence,
      Instant at,
      String worker,
      ProblemCode code,
      boolean retryable,
      String detail)
      implements StageReport {}

  /**
   * The attempt ended because it was told to; {@code resumable} when a later attempt goes on from
   * there.
   */
  record AttemptCancelled(
      AttemptRef attempt, long sequence, Instant at, String worker, boolean resumable)
      implements StageReport {}

  /** The target has seen a higher fence token; this attempt changed nothing after that. */
  record AttemptSuperseded(AttemptRef attempt, long sequence, Instant at, String worker, long seen)
      implements StageReport {}

  /** The command was not taken over: nothing was done. BUSY means try later. */
  record AttemptRefused(
      AttemptRef attempt, long sequence, Instant at, String worker, RefusalCode code, String detail)
      implements StageReport {}
}
