package dev.rekindle.coordinator.order;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.plan.PlanProblem;
import java.util.List;

/** What became of a wish. */
public sealed interface StartOutcome {

  /** There is a restore. */
  record Started(RestoreId restore) implements StartOutcome {}

  /**
   * There is none, and nothing was changed.
   *
   * @param problems what is wrong with the plan, when that is the reason
   */
  record Refused(Code code, String message, List<PlanProblem> problems) implements StartOutcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /** Why there is none. */
  enum Code {
    UNKNOWN_APPLICATION,
    UNKNOWN_PLAN,
    PLAN_INVALID,
    UNKNOWN_STAGE,
    UNKNOWN_CLUSTER,
    /** The plan reads a backup set, and none is named. */
    BACKUP_MISSING,
    /** The plan makes a backup set, and one is named. */
    BACKUP_UNWANTED,
    /** A set that is being made, or never was whole. */
    BACKUP_NOT_SEALED,
    BACKUP_UNKNOWN,
    /** There are sets, and none is as it was wanted. */
    BACKUP_NONE_FITS,
    BACKUP_WITHOUT_MANIFEST,
    BACKUP_UNREADABLE,
    APPLICATION_TAKEN,
    ALREADY_STARTED,
    NOT_STARTED
  }
}
