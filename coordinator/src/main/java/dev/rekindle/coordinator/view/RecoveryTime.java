package dev.rekindle.coordinator.view;

import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.trigger.AlertNotice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a recovery took, or takes.
 *
 * @param since when the alert began to fire; of a person's restore, when it was started
 * @param late longer than the plan's objective
 */
public record RecoveryTime(Instant since, Duration took, boolean late) {

  /**
   * Up to a moment: the end of the restore, or now; at most up to when all was proven, for then it
   * is recovered, whatever else its end waits for.
   */
  public static RecoveryTime of(RestoreState state, Instant until) {
    Instant since = AlertNotice.begin(state.order().origin()).orElse(state.startedAt());
    Duration took = Duration.between(since, proven(state).orElse(until));
    return new RecoveryTime(since, took, took.compareTo(state.plan().objective()) > 0);
  }

  private static Optional<Instant> proven(RestoreState state) {
    Instant deadline = state.completion().deadline();
    Duration limit = state.order().resolveWithin();
    return deadline == null || limit == null
        ? Optional.empty()
        : Optional.of(deadline.minus(limit));
  }
}
