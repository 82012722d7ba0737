package dev.rekindle.coordinator.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The end of a restore, which may wait for the alerts that it belongs to. */
final class Completions {

  private Completions() {}

  /** Everything is proven: ends, or begins to wait. */
  static void proven(Draft draft) {
    RestoreState state = draft.state();
    Duration limit = state.order().resolveWithin();
    if (limit == null || !state.awaitsAlerts()) {
      draft.add(new RestoreFact.RestoreSucceeded(draft.now()));
    } else if (state.step() == Step.RUNNING) {
      draft.add(new RestoreFact.VerificationBegan(draft.now()));
    } else if (state.completion().deadline() == null) {
      draft.add(new RestoreFact.CompletionAwaited(draft.now(), draft.now().plus(limit)));
    }
  }

  static @Nullable Refusal over(Draft draft, RestoreInput.AlertsOver told) {
    RestoreState state = draft.state();
    if (state.order().resolveWithin() != null && !state.completion().resolved()) {
      draft.add(new RestoreFact.AlertsResolved(draft.now(), told.by()));
    }
    return null;
  }

  static @Nullable Refusal fires(Draft draft, RestoreInput.AlertFires told) {
    if (draft.state().completion().resolved()) {
      draft.add(new RestoreFact.AlertFiredAgain(draft.now(), told.by()));
    }
    return null;
  }

  /** Whether it has waited for as long as its order allows. */
  static boolean overdue(RestoreState state, Instant now) {
    Instant deadline = deadline(state);
    return deadline != null && !now.isBefore(deadline);
  }

  static Stream<Wait> waits(RestoreState state) {
    Instant deadline = deadline(state);
    return deadline == null
        ? Stream.of()
        : Stream.of(
            new Wait(null, "the alert to resolve; everything else is done and proven", deadline));
  }

  private static @Nullable Instant deadline(RestoreState state) {
    return state.awaitsAlerts() && !state.ending() ? state.completion().deadline() : null;
  }
}
