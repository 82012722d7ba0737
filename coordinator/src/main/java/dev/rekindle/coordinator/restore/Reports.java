package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.StageReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What reports of workers lead to. */
final class Reports {

  private Reports() {}

  static void take(Draft draft, StageReport report) {
    AttemptRef ref = report.attempt();
    StageState stage = draft.state().stages().get(ref.stage());
    if (stage == null || !ref.restore().equals(draft.state().restore())) {
      return;
    }
    LiveAttempt current = stage.current();
    if (current != null && current.ref().equals(ref)) {
      if (report.sequence() > current.lastSequence()) {
        take(draft, report, current);
      }
      return;
    }
    stage.former().stream()
        .filter(former -> former.ref().equals(ref))
        .forEach(former -> late(draft, report, former));
  }

  private static void take(Draft draft, StageReport report, LiveAttempt current) {
    if (current.check()) {
      CheckReports.take(draft, report);
    } else {
      execution(draft, report, current);
    }
  }

  private static void execution(Draft draft, StageReport report, LiveAttempt current) {
    Instant now = draft.now();
    AttemptRef ref = report.attempt();
    switch (report) {
      case StageReport.AttemptAdmitted _ -> alive(draft, report, current);
      case StageReport.AttemptProgressed _ -> alive(draft, report, current);
      case StageReport.AttemptSucceeded r ->
          draft.add(new RestoreFact.StageSucceeded(now, ref, r.outputs(), r.evidence()));
      case StageReport.AttemptFailed r -> failed(draft, ref, r.code(), r.retryable(), r.detail());
      case StageReport.AttemptSuperseded r ->
          failed(
              draft,
              ref,
              ProblemCode.CONFLICT,
              true,
              "The target has seen fence token " + r.seen() + ", which is not ours.");
      case StageReport.AttemptCancelled r -> cancelled(draft, r, current);
      case StageReport.AttemptRefused r -> refused(draft, r, current);
      case StageReport.CheckReported _ -> {
        // An answer to a question that was not asked: the lease will tell.
      }
    }
  }

  /** A sign of life. The first one stands for the admission, should that have been overtaken. */
  private static void alive(Draft draft, StageReport report, LiveAttempt current) {
    Duration lease = draft.state().timing().lease();
    Instant now = draft.now();
    Instant until = now.plus(lease);
    if (!current.admitted()) {
      draft.add(
          new RestoreFact.AttemptAdmitted(
              now, current.ref(), report.sequence(), report.worker(), until));
    } else if (!now.isBefore(current.lastSign().plus(lease.dividedBy(2)))) {
      draft.add(new RestoreFact.LeaseRenewed(now, current.ref(), report.sequence(), until));
    }
  }

  private static void failed(
      Draft draft, AttemptRef ref, ProblemCode code, boolean retryable, String detail) {
    RestoreState state = draft.state();
    StageId id = ref.stage();
    int failures = state.stage(id).tally().failures() + 1;
    boolean leaving = state.ending() && !state.planned(id).atEnd();
    boolean again = retryable && !leaving && failures < state.planned(id).attempts();
    @Nullable Instant retryAt = again ? draft.now().plus(state.timing().backoff(failures)) : null;
    draft.add(new RestoreFact.AttemptFailed(draft.now(), ref, code, detail, retryAt));
  }

  private static void cancelled(
      Draft draft, StageReport.AttemptCancelled report, LiveAttempt current) {
    if (current.cancelRequested()) {
      draft.add(
          new RestoreFact.AttemptCancelled(draft.now(), report.attempt(), report.resumable()));
    } else {
      failed(
          draft,
          report.attempt(),
          ProblemCode.DEADLINE_EXCEEDED,
          true,
          "The worker ended it without having been asked.");
    }
  }

  private static void refused(Draft draft, StageReport.AttemptRefused r, LiveAttempt current) {
    if (current.admitted()) {
      return;
    }
    RestoreState state = draft.state();
    Tally tally = state.stage(r.attempt().stage()).tally();
    Instant later = draft.now().plus(state.timing().refusalDelay());
    boolean given = tally.unanswered() + 1 >= state.timing().unansweredLimit();
    @Nullable Instant retryAt =
        switch (r.code()) {
          case BUSY, STOPPING -> later;
          case TOO_LATE, UNRECOGNISED -> given ? null : later;
          case UNKNOWN_KIND, WRONG_CLUSTER -> null;
        };
    draft.add(
        new RestoreFact.AttemptRefused(draft.now(), r.attempt(), r.code(), r.detail(), retryAt));
  }

  /** Journaled once for its last word, and otherwise no more often than a lease is renewed. */
  private static void late(Draft draft, StageReport report, FormerAttempt former) {
    if (report.sequence() <= former.lastSequence()) {
      return;
    }
    boolean ended =
        !(report instanceof StageReport.AttemptAdmitted)
            && !(report instanceof StageReport.AttemptProgressed);
    Instant due = former.lastNoted().plus(draft.state().timing().lease().dividedBy(2));
    if (ended || former.lastSequence() == 0 || !draft.now().isBefore(due)) {
      draft.add(
          new RestoreFact.LateReportNoted(
              draft.now(),
              report.attempt(),
              report.sequence(),
              report.getClass().getSimpleName(),
              ended));
    }
  }
}
