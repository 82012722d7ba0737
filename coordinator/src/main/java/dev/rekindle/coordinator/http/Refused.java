package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.order.StartOutcome;
import dev.rekindle.coordinator.restore.Refusal;

/** Ends a request with a problem document. */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refused(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  static Refused notFound(String code, String detail) {
    return new Refused(Problem.of(404, code, detail));
  }

  static Refused malformed(String detail) {
    return new Refused(Problem.of(400, "MALFORMED", detail));
  }

  static Refused of(Refusal refusal) {
    int status =
        switch (refusal.code()) {
          case UNKNOWN_RESTORE, UNKNOWN_STAGE, UNKNOWN_FINDING -> 404;
          case OWN_REQUEST -> 403;
          case OUTPUTS_NEEDED, UNKNOWN_CLUSTER -> 422;
          case ALREADY_STARTED,
              ALREADY_ENDED,
              ALREADY_ENDING,
              APPLICATION_TAKEN,
              WRONG_PHASE,
              DIGEST_STALE,
              ALREADY_APPROVED,
              ATTEMPT_RUNNING,
              WRONG_STAGE_STATUS,
              ALREADY_HELD,
              NOT_HELD,
              DECISION_NEEDED ->
              409;
        };
    return new Refused(Problem.of(status, refusal.code().name(), refusal.message()));
  }

  static Refused of(StartOutcome.Refused refused) {
    int status =
        switch (refused.code()) {
          case UNKNOWN_APPLICATION,
              UNKNOWN_PLAN,
              PLAN_INVALID,
              UNKNOWN_STAGE,
              UNKNOWN_CLUSTER,
              BACKUP_UNWANTED,
              BACKUP_NOT_SEALED,
              BACKUP_UNKNOWN,
              BACKUP_NONE_FITS,
              BACKUP_WITHOUT_MANIFEST,
              BACKUP_UNREADABLE ->
              422;
          case BACKUP_MISSING -> 400;
          case APPLICATION_TAKEN, ALREADY_STARTED, NOT_STARTED -> 409;
        };
    return new Refused(
        Problem.of(status, refused.code().name(), refused.message(), refused.problems()));
  }

  Problem problem() {
    return problem;
  }
}
