package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.StageId;
import java.time.Instant;
import java.util.List;

/** Asks for all checks before anything is touched, and for approval of what they saw. */
final class CheckAdvance {

  private CheckAdvance() {}

  static void step(Draft draft) {
    if (draft.state().hold() != null) {
      return;
    }
    if (!Findings.allAnswered(draft.state())) {
      draft.state().stages().keySet().forEach(id -> ask(draft, id));
      return;
    }
    List<Waiver> blockers = Findings.blockers(draft.state());
    switch (draft.state().order().mode()) {
      case DRY_RUN -> report(draft, blockers);
      case BACKUP -> {
        if (blockers.isEmpty()) {
          approve(draft);
        } else {
          report(draft, blockers);
        }
      }
      case RESTORE -> approve(draft);
    }
  }

  private static void ask(Draft draft, StageId id) {
    StageState stage = draft.state().stage(id);
    Instant notBefore = stage.notBefore();
    if (stage.check() == null
        && stage.current() == null
        && (notBefore == null || !draft.now().isBefore(notBefore))) {
      AttemptRef attempt = draft.nextAttempt(id);
      Instant answerBy = draft.now().plus(draft.state().planned(id).checkTimeout());
      draft.add(new RestoreFact.CheckDispatched(draft.now(), attempt, answerBy));
    }
  }

  private static void report(Draft draft, List<Waiver> blockers) {
    if (blockers.isEmpty()) {
      draft.add(new RestoreFact.RestoreSucceeded(draft.now()));
    } else {
      draft.add(
          new RestoreFact.RestoreFailed(
              draft.now(), blockers.size() + " blocking findings: " + blockers));
    }
  }

  /** What was approved once stays approved unless something new was found. */
  private static void approve(Draft draft) {
    RestoreState state = draft.state();
    Instant now = draft.now();
    List<Waiver> covered = state.approval().covered();
    String digest = Findings.digest(state);
    if (covered != null && covered.containsAll(Findings.significant(state))) {
      draft.add(new RestoreFact.ExecutionBegan(now));
    } else if (state.order().approval().persons() == 0) {
      draft.add(new RestoreFact.RestoreApproved(now, digest));
      draft.add(new RestoreFact.ExecutionBegan(now));
    } else {
      draft.add(
          new RestoreFact.ApprovalRequested(now, digest, now.plus(state.timing().reminder())));
    }
  }
}
