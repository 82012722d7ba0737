package dev.rekindle.worker.kit.stage;

import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * An expected failure on its way to the outcome. The message says what, where, and what to do, and
 * never holds a secret.
 */
public final class StageProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final boolean retryable;

  public StageProblem(
      ProblemCode code, boolean retryable, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.retryable = retryable;
  }

  public StageProblem(ProblemCode code, boolean retryable, String detail) {
    this(code, retryable, detail, null);
  }

  /** A failure that another attempt may not meet. */
  public static StageProblem passing(ProblemCode code, String detail) {
    return new StageProblem(code, true, detail);
  }

  /** A failure that another attempt may not meet. */
  public static StageProblem passing(ProblemCode code, String detail, Throwable cause) {
    return new StageProblem(code, true, detail, cause);
  }

  /** A failure that stays until a person does something. */
  public static StageProblem permanent(ProblemCode code, String detail) {
    return new StageProblem(code, false, detail);
  }

  /** A failure that stays until a person does something. */
  public static StageProblem permanent(ProblemCode code, String detail, Throwable cause) {
    return new StageProblem(code, false, detail, cause);
  }

  public ProblemCode code() {
    return code;
  }

  public boolean retryable() {
    return retryable;
  }

  /** What was seen, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The outcome that reports this failure. */
  public StageOutcome outcome() {
    return retryable
        ? new StageOutcome.TryAgain(code, detail())
        : new StageOutcome.GiveUp(code, detail());
  }

  /** The finding that reports this failure in a check. */
  public Finding finding(String subject) {
    return Finding.blocker(code, subject, detail(), "");
  }
}
