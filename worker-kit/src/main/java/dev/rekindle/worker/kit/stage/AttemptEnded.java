package dev.rekindle.worker.kit.stage;

/** Leaves a handler because the attempt is to end, through no fault of the work. */
public final class AttemptEnded extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient StageOutcome outcome;

  private AttemptEnded(String message, StageOutcome outcome) {
    super(message, null, false, false);
    this.outcome = outcome;
  }

  /** The attempt was told to end; what it did so far can be resumed. */
  public static AttemptEnded cancelled(String reason) {
    return new AttemptEnded("Attempt ended early: " + reason, new StageOutcome.Cancelled(true));
  }

  /** The target has seen a higher fence token, {@code seen}. */
  public static AttemptEnded superseded(long seen) {
    return new AttemptEnded(
        "The target has seen fence token " + seen, new StageOutcome.Superseded(seen));
  }

  public StageOutcome outcome() {
    return outcome;
  }
}
