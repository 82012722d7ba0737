package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Judges silence: of dispatches that nobody answers, and of attempts that stop reporting. */
final class Leases {

  private Leases() {}

  /** How long an attempt may be silent in its present state. */
  static Duration length(RestoreState state, StageId stage, LiveAttempt attempt) {
    if (attempt.check()) {
      return state.planned(stage).checkTimeout();
    }
    return attempt.admitted() ? state.timing().lease() : state.timing().dispatchLimit();
  }

  /**
   * When the silence of an attempt gets judged; a worker that overruns its deadline is lost too.
   */
  static Instant judgedAt(RestoreState state, LiveAttempt attempt) {
    Instant overrun = attempt.deadline().plus(state.timing().lease());
    return attempt.admitted() && overrun.isBefore(attempt.limit()) ? overrun : attempt.limit();
  }

  static void judge(Draft draft, ReportsRead reports) {
    for (StageId id : draft.state().stages().keySet()) {
      LiveAttempt attempt = draft.state().stage(id).current();
      if (attempt != null && !draft.now().isBefore(judgedAt(draft.state(), attempt))) {
        judge(draft, id, attempt, reports);
      }
    }
  }

  private static void judge(Draft draft, StageId id, LiveAttempt attempt, ReportsRead reports) {
    if (reports.since().isAfter(attempt.lastSign())) {
      draft.add(new RestoreFact.LeasesRestarted(draft.now(), reports.since()));
      LiveAttempt again = draft.state().stage(id).current();
      if (again != null && !draft.now().isBefore(judgedAt(draft.state(), again))) {
        judge(draft, id, again, reports);
      }
    } else if (!reports.upTo().isBefore(judgedAt(draft.state(), attempt))) {
      giveUp(draft, id, attempt);
    }
  }

  private static void giveUp(Draft draft, StageId id, LiveAttempt attempt) {
    RestoreState state = draft.state();
    Instant now = draft.now();
    Tally tally = state.stage(id).tally();
    // When the restore ends anyway, or the stage is out of the game, nothing depends on the limit.
    boolean leaving = state.ending() && !state.planned(id).atEnd();
    if (attempt.check()) {
      if (tally.unanswered() + 1 >= state.planned(id).attempts()) {
        draft.add(
            new RestoreFact.CheckAnswered(
                now, attempt.ref(), List.of(silent(state, id)), List.of()));
      } else {
        draft.add(new RestoreFact.AttemptUnanswered(now, attempt.ref(), now));
      }
    } else if (attempt.admitted()) {
      boolean last = !leaving && tally.losses() + 1 >= state.timing().lossLimit();
      draft.add(new RestoreFact.AttemptLost(now, attempt.ref(), last ? null : now));
    } else {
      boolean last = !leaving && tally.unanswered() + 1 >= state.timing().unansweredLimit();
      draft.add(new RestoreFact.AttemptUnanswered(now, attempt.ref(), last ? null : now));
    }
  }

  private static Finding silent(RestoreState state, StageId id) {
    return Finding.blocker(
        ProblemCode.WORKER_SILENT,
        id.value(),
        "No worker answered the check of stage '"
            + id
            + "' in cluster '"
            + state.order().target().cluster()
            + "'.",
        "Start a worker for this kind and cluster, then resume.");
  }
}
