package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import java.time.Duration;
import java.time.Instant;

/**
 * The attempt of a stage that is believed to be on its way or at work.
 *
 * @param check whether it only looks
 * @param worker who admitted it; empty before
 * @param lastSign when it was dispatched, admitted or last heard of
 * @param limit when its silence gets judged: of the dispatch, then of the lease
 * @param deadline when it must have ended
 * @param lastSequence the highest report number journaled
 * @param cancelRequested whether it was told to end
 */
public record LiveAttempt(
    AttemptRef ref,
    boolean check,
    boolean admitted,
    String worker,
    Instant lastSign,
    Instant limit,
    Instant deadline,
    long lastSequence,
    boolean cancelRequested) {

  static LiveAttempt check(AttemptRef ref, Instant at, Instant answerBy) {
    return new LiveAttempt(ref, true, false, "", at, answerBy, answerBy, 0, false);
  }

  static LiveAttempt execution(AttemptRef ref, Instant at, Instant answerBy, Instant deadline) {
    return new LiveAttempt(ref, false, false, "", at, answerBy, deadline, 0, false);
  }

  LiveAttempt admitted(String by, Instant at, long sequence, Instant leaseUntil) {
    return new LiveAttempt(
        ref, check, true, by, at, leaseUntil, deadline, sequence, cancelRequested);
  }

  LiveAttempt heard(Instant at, long sequence, Instant until) {
    return new LiveAttempt(
        ref, check, admitted, worker, at, until, deadline, sequence, cancelRequested);
  }

  /** Its silence counts only from that time on. */
  LiveAttempt restarted(Instant from, Duration length) {
    return new LiveAttempt(
        ref,
        check,
        admitted,
        worker,
        from,
        from.plus(length),
        deadline.isBefore(from) ? from : deadline,
        lastSequence,
        cancelRequested);
  }

  LiveAttempt cancelling() {
    return new LiveAttempt(
        ref, check, admitted, worker, lastSign, limit, deadline, lastSequence, true);
  }
}
