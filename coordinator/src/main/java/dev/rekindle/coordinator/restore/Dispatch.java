package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.StageOutput;
import java.time.Instant;
import java.util.List;

/** Orders executions, and leaves out stages at the end that would set free what is not whole. */
final class Dispatch {

  private Dispatch() {}

  /** Orders everything whose turn and time it is. */
  static void ready(Draft draft) {
    for (StageId id : new Readiness(draft.state()).ready(draft.now())) {
      Instant notBefore = draft.state().stage(id).notBefore();
      boolean due = notBefore == null || !draft.now().isBefore(notBefore);
      if (due && !Holds.breakpoint(draft.state(), id)) {
        order(draft, draft.state().planned(id));
      }
    }
  }

  private static void order(Draft draft, PlannedStage stage) {
    if (stage.atEnd() && leftOut(draft, stage)) {
      return;
    }
    Instant now = draft.now();
    AttemptRef attempt = draft.nextAttempt(stage.id());
    draft.add(
        new RestoreFact.StageDispatched(
            now,
            attempt,
            now.plus(draft.state().timing().dispatchLimit()),
            now.plus(stage.timeout())));
  }

  private static boolean leftOut(Draft draft, PlannedStage stage) {
    RestoreState state = draft.state();
    List<StageId> unfinished = unfinished(state, stage);
    List<StageOutput> missing =
        stage.inputs().values().stream().filter(input -> absent(state, input)).toList();
    if (!unfinished.isEmpty()) {
      draft.add(Held.by(state, stage, unfinished, draft.now()));
      return true;
    }
    // Of an ending restore, or of another stage at the end that was left out.
    if (!missing.isEmpty()) {
      draft.add(
          new RestoreFact.EndStageSkipped(
              draft.now(),
              stage.id(),
              List.of(),
              "Stage '"
                  + stage.id()
                  + "' did not run: nothing gave it "
                  + missing
                  + ", which it reads.",
              ""));
      return true;
    }
    return false;
  }

  /** Untouched data may be set free, and whole data; nothing in between. */
  private static List<StageId> unfinished(RestoreState state, PlannedStage stage) {
    List<StageId> together = stage.unlessUnfinished();
    return together.stream().anyMatch(id -> state.stage(id).touched())
        ? together.stream().filter(id -> !state.stage(id).whole()).toList()
        : List.of();
  }

  private static boolean absent(RestoreState state, StageOutput input) {
    return !state.stage(input.stage()).outputs().containsKey(input.output());
  }
}
