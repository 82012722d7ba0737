package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import java.time.Instant;

/**
 * An attempt that was given up without its own last word; its worker may still be at it.
 *
 * @param lastNoted when it was given up or last noted to have spoken
 * @param silentUntil when it counts as gone unless it is heard of before
 * @param harmless it ended by its own word, or something newer has raised the fence in its target
 */
public record FormerAttempt(
    AttemptRef ref, long lastSequence, Instant lastNoted, Instant silentUntil, boolean harmless) {

  FormerAttempt heard(Instant at, long sequence, Instant until, boolean ended) {
    return new FormerAttempt(ref, Math.max(sequence, lastSequence), at, until, harmless || ended);
  }

  FormerAttempt fenced() {
    return new FormerAttempt(ref, lastSequence, lastNoted, silentUntil, true);
  }

  /** Whether it could still change something. */
  public boolean mayRun(Instant now) {
    return !harmless && now.isBefore(silentUntil);
  }
}
