package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestorePhase;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.StageState;
import dev.rekindle.coordinator.restore.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Looks at every state that is reached: an open restore always has a next time at which it looks at
 * the clock by itself, and a person can read what it waits for until then.
 */
final class Watchdog {

  private Watchdog() {}

  static void look(RestoreState state) {
    List<Wait> waits = RestoreMachine.waits(state);
    Instant next = RestoreMachine.nextWakeUp(state);
    boolean over = state.phase().terminal();
    require(over == (next == null), "an open restore has a wake-up, an ended none", state);
    require(over == waits.isEmpty(), "an open restore waits for something", state);
    if (over) {
      return;
    }
    require(
        Objects.equals(waits.getFirst().until(), next), "the next wait ends at the wake-up", state);
    require(waits.stream().noneMatch(wait -> wait.reason().isBlank()), "waits have reasons", state);
    state
        .stages()
        .forEach((id, stage) ->
            require(
                stage.current() == null || waits.stream().anyMatch(wait -> id.equals(wait.stage())),
                "what a worker does about " + id + " has a deadline",
                state));
    boolean people =
        state.phase() == RestorePhase.HELD || state.phase() == RestorePhase.AWAITING_APPROVAL;
    require(
        !people || waits.stream().anyMatch(wait -> wait.stage() == null),
        "people who are waited for are reminded",
        state);
    require(people || moving(state, waits), "somebody works, or a time comes", state);
  }

  /** Not a reminder alone: nobody is asked. Alerts come and go by themselves. */
  private static boolean moving(RestoreState state, List<Wait> waits) {
    return state.stages().values().stream().map(StageState::current).anyMatch(Objects::nonNull)
        || waits.stream().anyMatch(wait -> wait.stage() != null)
        || state.completion().deadline() != null;
  }

  private static void require(boolean holds, String rule, RestoreState state) {
    if (!holds) {
      throw new AssertionError(
          rule + ": " + state.phase() + " " + RestoreMachine.waits(state) + " " + state.stages());
    }
  }
}
