package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.StageReport;
import java.time.Instant;
import java.util.List;

/** What reports about checks lead to. A check that cannot be made ends as a blocking finding. */
final class CheckReports {

  private CheckReports() {}

  static void take(Draft draft, StageReport report) {
    switch (report) {
      case StageReport.CheckReported r -> answered(draft, r);
      case StageReport.AttemptFailed r ->
          failed(draft, r.attempt(), r.code(), r.retryable(), r.detail());
      case StageReport.AttemptCancelled r ->
          failed(draft, r.attempt(), ProblemCode.DEADLINE_EXCEEDED, true, "The check was ended.");
      case StageReport.AttemptSuperseded r ->
          failed(draft, r.attempt(), ProblemCode.CONFLICT, true, "The check was superseded.");
      case StageReport.AttemptRefused r -> refused(draft, r);
      case StageReport.AttemptAdmitted _,
          StageReport.AttemptProgressed _,
          StageReport.AttemptSucceeded _ -> {
        // Only the answer ends a check, and only its time limit judges it.
      }
    }
  }

  /** Another plan can be chosen as long as nothing was changed, and once. */
  private static void answered(Draft draft, StageReport.CheckReported r) {
    draft.add(new RestoreFact.CheckAnswered(draft.now(), r.attempt(), r.findings(), r.captures()));
    RestoreState state = draft.state();
    if (state.step() == Step.CHECKING && !state.changed() && !state.ending()) {
      r.findings().stream()
          .filter(finding -> finding.code() == ProblemCode.ANOTHER_PLAN)
          .map(Finding::subject)
          .filter(name ->
              state.order().alternatives().stream()
                  .anyMatch(alternative -> alternative.plan().name().equals(name)))
          .findFirst()
          .ifPresent(name ->
              draft.add(new RestoreFact.PlanChosen(draft.now(), r.attempt().stage(), name)));
    }
  }

  private static void failed(
      Draft draft, AttemptRef ref, ProblemCode code, boolean retryable, String detail) {
    RestoreState state = draft.state();
    int failures = state.stage(ref.stage()).tally().failures() + 1;
    if (retryable && failures < state.planned(ref.stage()).attempts()) {
      Instant retryAt = draft.now().plus(state.timing().backoff(failures));
      draft.add(new RestoreFact.AttemptFailed(draft.now(), ref, code, detail, retryAt));
    } else {
      block(draft, ref, code, detail);
    }
  }

  private static void refused(Draft draft, StageReport.AttemptRefused r) {
    RestoreState state = draft.state();
    int unheard = state.stage(r.attempt().stage()).tally().unanswered() + 1;
    boolean given = unheard >= state.planned(r.attempt().stage()).attempts();
    String detail = "The check was refused, " + r.code() + ": " + r.detail();
    switch (r.code()) {
      case BUSY, STOPPING -> later(draft, r);
      case TOO_LATE, UNRECOGNISED -> {
        if (given) {
          block(draft, r.attempt(), ProblemCode.WORKER_SILENT, detail);
        } else {
          later(draft, r);
        }
      }
      case UNKNOWN_KIND, WRONG_CLUSTER ->
          block(draft, r.attempt(), ProblemCode.SPEC_INVALID, detail);
    }
  }

  private static void later(Draft draft, StageReport.AttemptRefused r) {
    Instant retryAt = draft.now().plus(draft.state().timing().refusalDelay());
    draft.add(
        new RestoreFact.AttemptRefused(draft.now(), r.attempt(), r.code(), r.detail(), retryAt));
  }

  private static void block(Draft draft, AttemptRef ref, ProblemCode code, String detail) {
    Finding finding =
        Finding.blocker(
            code, ref.stage().value(), detail, "Put it right and resume; the check runs again.");
    draft.add(new RestoreFact.CheckAnswered(draft.now(), ref, List.of(finding), List.of()));
  }
}
