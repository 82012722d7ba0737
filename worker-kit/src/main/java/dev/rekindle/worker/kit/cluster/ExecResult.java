package dev.rekindle.worker.kit.cluster;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import org.jspecify.annotations.Nullable;

/**
 * How a command in a container ended.
 *
 * @param exitCode null when it is not known; that is never success. 137 asks what happened to the
 *     pod
 * @param out what was captured of the standard output
 * @param err what was captured of the standard error
 * @param complete whether nothing of the output was cut off
 */
public record ExecResult(@Nullable Integer exitCode, String out, String err, boolean complete) {

  /** Whether the command is known to have succeeded. */
  public boolean succeeded() {
    return exitCode != null && exitCode == 0;
  }

  /**
   * The standard output of a command that succeeded; otherwise COMMAND_FAILED with the end of the
   * standard error, or CONNECTION_LOST when the exit code is unknown (both retryable).
   *
   * @param what the command, for people
   */
  public String outputOf(String what) {
    if (succeeded()) {
      return out;
    }
    if (exitCode == null) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, what + ": the connection closed without an exit code");
    }
    throw StageProblem.passing(
        ProblemCode.COMMAND_FAILED, what + " ended with exit code " + exitCode + ": " + tail(err));
  }

  private static String tail(String text) {
    String trimmed = text.strip();
    return trimmed.length() <= 2000 ? trimmed : "..." + trimmed.substring(trimmed.length() - 2000);
  }
}
