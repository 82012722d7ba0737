package dev.rekindle.worker.db.importer.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An expected failure. The message says what, where, and what to do, and holds no secret. */
public final class DatabaseProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final boolean retryable;

  public DatabaseProblem(
      ProblemCode code, boolean retryable, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryable = retryable;
  }

  /** A failure that another attempt may not meet. */
  public static DatabaseProblem passing(ProblemCode code, String message) {
    return new DatabaseProblem(code, true, message, null);
  }

  /** A failure that stays until a person does something. */
  public static DatabaseProblem permanent(ProblemCode code, String message) {
    return new DatabaseProblem(code, false, message, null);
  }

  /** What a dump is refused for. */
  public static DatabaseProblem of(DumpRefused refused) {
    return new DatabaseProblem(
        refused.code(), false, String.valueOf(refused.getMessage()), refused);
  }

  /** A damaged file stays damaged; any other failure of the stream may pass. */
  public static DatabaseProblem of(IOException e) {
    return e instanceof DumpStream.Damaged damaged
        ? new DatabaseProblem(damaged.code(), false, String.valueOf(e.getMessage()), e)
        : new DatabaseProblem(
            ProblemCode.CONNECTION_LOST, true, "Reading the dump failed: " + e, e);
  }

  public ProblemCode code() {
    return code;
  }

  /** Whether another attempt may succeed without anybody doing anything. */
  public boolean retryable() {
    return retryable;
  }

  /** What was seen, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
