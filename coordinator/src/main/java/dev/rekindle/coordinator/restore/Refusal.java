package dev.rekindle.coordinator.restore;

/** A wish that cannot be granted, visibly. Nothing was journaled. */
public record Refusal(Code code, String message) {

  /** The closed set of reasons. */
  public enum Code {
    UNKNOWN_RESTORE,
    ALREADY_STARTED,
    ALREADY_ENDED,
    /** A person has already ordered the end. */
    ALREADY_ENDING,
    /** Another open restore works on the application. */
    APPLICATION_TAKEN,
    UNKNOWN_CLUSTER,
    UNKNOWN_STAGE,
    UNKNOWN_FINDING,
    /** Not in this phase. */
    WRONG_PHASE,
    /** The approval names something that is no longer what would run. */
    DIGEST_STALE,
    ALREADY_APPROVED,
    /** The one who requested the restore may not approve it. */
    OWN_REQUEST,
    /** An attempt that the wish would disturb is running. */
    ATTEMPT_RUNNING,
    /** Later stages read outputs that were not given. */
    OUTPUTS_NEEDED,
    /** The stage is not in a state for that. */
    WRONG_STAGE_STATUS,
    ALREADY_HELD,
    NOT_HELD,
    /** A resume is not enough: a stage failed. */
    DECISION_NEEDED
  }
}
