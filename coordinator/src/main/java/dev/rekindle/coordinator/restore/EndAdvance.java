package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import java.util.Objects;

/**
 * Ends a restore that a person wants to end: what runs is cancelled, what did not run never will,
 * and the stages at the end run once nothing else can still be running.
 */
final class EndAdvance {

  private EndAdvance() {}

  static void step(Draft draft) {
    Readiness readiness = new Readiness(draft.state());
    readiness.of(Readiness.Part.ORDINARY).forEach(id -> close(draft, id));
    readiness.of(Readiness.Part.VERIFYING).forEach(id -> close(draft, id));
    if (!draft.state().changed()) {
      // Nothing was ever ordered to change anything, so there is nothing to put back.
      readiness.of(Readiness.Part.AT_END).forEach(id -> close(draft, id));
    }
    if (draft.state().hold() != null) {
      return;
    }
    Dispatch.ready(draft);
    if (allEnded(draft.state())) {
      end(draft);
    }
  }

  private static void close(Draft draft, StageId id) {
    StageState stage = draft.state().stage(id);
    LiveAttempt current = stage.current();
    if (current != null) {
      if (!current.cancelRequested()) {
        draft.add(
            new RestoreFact.AttemptCancelRequested(draft.now(), current.ref(), "the restore ends"));
      }
    } else if (!stage.status().ended() && !stage.formerMayRun(draft.now())) {
      draft.add(new RestoreFact.StageCancelled(draft.now(), id));
    }
  }

  private static boolean allEnded(RestoreState state) {
    return state.stages().values().stream().allMatch(stage -> stage.status().ended());
  }

  private static void end(Draft draft) {
    Signature by = Objects.requireNonNull(draft.state().wishes().endedBy());
    Ending ending = Objects.requireNonNull(draft.state().wishes().ending());
    String reason = by.who() + ": " + by.why();
    draft.add(
        switch (ending) {
          case CANCELLED -> new RestoreFact.RestoreCancelled(draft.now(), reason);
          case FAILED -> new RestoreFact.RestoreFailed(draft.now(), reason);
        });
  }
}
