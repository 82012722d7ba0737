package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.RefusalCode;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.message.StageReport.AttemptAdmitted;
import dev.rekindle.contract.message.StageReport.AttemptProgressed;
import dev.rekindle.contract.message.StageReport.AttemptRefused;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageOutcome;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the reports of one attempt, numbered. */
final class Reports {

  private static final int LONGEST_DETAIL = 4000;

  private final AttemptRef ref;
  private final String worker;
  private final Clock clock;
  private final AtomicLong sequence;

  /**
   * @param last number of the last report that this attempt already made, 0 for none
   */
  Reports(AttemptRef ref, String worker, Clock clock, long last) {
    this.ref = ref;
    this.worker = worker;
    this.clock = clock;
    this.sequence = new AtomicLong(last);
  }

  StageReport admitted() {
    return new AttemptAdmitted(ref, next(), clock.instant(), worker);
  }

  StageReport progressed(Progress progress) {
    return new AttemptProgressed(ref, next(), clock.instant(), worker, progress);
  }

  StageReport refused(RefusalCode code, String detail) {
    return new AttemptRefused(ref, next(), clock.instant(), worker, code, detail);
  }

  StageReport superseded(long seen) {
    return new StageReport.AttemptSuperseded(ref, next(), clock.instant(), worker, seen);
  }

  StageReport checked(Findings findings) {
    return new StageReport.CheckReported(
        ref, next(), clock.instant(), worker, findings.findings(), findings.captures());
  }

  StageReport ended(StageOutcome outcome) {
    return switch (outcome) {
      case StageOutcome.Done(var outputs, var evidence) ->
          new StageReport.AttemptSucceeded(ref, next(), clock.instant(), worker, outputs, evidence);
      case StageOutcome.TryAgain(var code, var detail) ->
          new StageReport.AttemptFailed(
              ref, next(), clock.instant(), worker, code, true, shortened(detail));
      case StageOutcome.GiveUp(var code, var detail) ->
          new StageReport.AttemptFailed(
              ref, next(), clock.instant(), worker, code, false, shortened(detail));
      case StageOutcome.Superseded(var seen) -> superseded(seen);
      case StageOutcome.Cancelled(var resumable) ->
          new StageReport.AttemptCancelled(ref, next(), clock.instant(), worker, resumable);
    };
  }

  private long next() {
    return sequence.incrementAndGet();
  }

  private static String shortened(String detail) {
    return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "...";
  }
}
