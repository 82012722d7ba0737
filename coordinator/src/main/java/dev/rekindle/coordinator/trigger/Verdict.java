package dev.rekindle.coordinator.trigger;

import dev.rekindle.contract.attempt.RestoreId;
import java.time.Instant;
import java.util.Optional;

/**
 * What was decided about an episode.
 *
 * @param reason for people
 * @param restore the one it belongs to
 * @param lookAgain when to decide anew without being told again
 */
public record Verdict(
    Outcome outcome, String reason, Optional<RestoreId> restore, Optional<Instant> lookAgain) {

  /** The closed set of outcomes. */
  public enum Outcome {
    STARTED,
    /** To a restore that was open, or had just ended. */
    ATTACHED,
    WAITING,
    /** Over before anything was started. */
    RESOLVED,
    /** The start was refused. */
    REFUSED,
    /** The restore was ended, because its alerts were over before it changed anything. */
    WITHDRAWN
  }

  public static Verdict of(Outcome outcome, RestoreId restore, String reason) {
    return new Verdict(outcome, reason, Optional.of(restore), Optional.empty());
  }

  public static Verdict of(Outcome outcome, String reason) {
    return new Verdict(outcome, reason, Optional.empty(), Optional.empty());
  }

  public static Verdict waiting(StartRule.Wait wait) {
    return new Verdict(
        Outcome.WAITING, wait.reason(), Optional.empty(), Optional.of(wait.lookAgain()));
  }
}
