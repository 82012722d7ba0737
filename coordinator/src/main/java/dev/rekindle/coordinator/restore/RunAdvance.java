package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import java.time.Instant;
import java.util.List;

/** Runs the graph: what is ready is dispatched, and when all is done the next part begins. */
final class RunAdvance {

  private RunAdvance() {}

  static void step(Draft draft) {
    if (draft.state().wishes().cancelRunning()) {
      cancelRunning(draft);
    }
    if (draft.state().hold() != null) {
      return;
    }
    if (!draft.state().changed() && checksAreOld(draft)) {
      draft.add(
          new RestoreFact.ChecksExpired(draft.now(), List.copyOf(draft.state().stages().keySet())));
      return;
    }
    Dispatch.ready(draft);
    turn(draft);
  }

  private static void cancelRunning(Draft draft) {
    for (StageId id : draft.state().stages().keySet()) {
      LiveAttempt current = draft.state().stage(id).current();
      if (current != null && !current.cancelRequested()) {
        draft.add(
            new RestoreFact.AttemptCancelRequested(draft.now(), current.ref(), "held at once"));
      }
    }
  }

  private static boolean checksAreOld(Draft draft) {
    Instant oldest = draft.now().minus(draft.state().timing().checkFreshness());
    return draft.state().stages().values().stream()
        .map(StageState::check)
        .anyMatch(check -> check == null || check.at().isBefore(oldest));
  }

  private static void turn(Draft draft) {
    RestoreState state = draft.state();
    Readiness readiness = new Readiness(state);
    List<StageId> ordinary = readiness.of(Readiness.Part.ORDINARY);
    List<StageId> atEnd = readiness.of(Readiness.Part.AT_END);
    List<StageId> verifying = readiness.of(Readiness.Part.VERIFYING);
    if (!satisfied(state, ordinary) || !satisfied(state, atEnd)) {
      return;
    }
    List<StageId> leftOut =
        atEnd.stream().filter(id -> !state.stage(id).problem().isEmpty()).toList();
    if (!leftOut.isEmpty()) {
      verifying.forEach(id -> {
        if (!state.stage(id).status().ended()) {
          draft.add(new RestoreFact.StageCancelled(draft.now(), id));
        }
      });
      draft.add(
          new RestoreFact.RestoreFailed(draft.now(), state.stage(leftOut.getFirst()).problem()));
    } else if (satisfied(state, verifying)) {
      Completions.proven(draft);
    } else if (state.step() == Step.RUNNING) {
      draft.add(new RestoreFact.VerificationBegan(draft.now()));
    }
  }

  private static boolean satisfied(RestoreState state, List<StageId> stages) {
    return stages.stream().allMatch(id -> state.stage(id).status().satisfied());
  }
}
