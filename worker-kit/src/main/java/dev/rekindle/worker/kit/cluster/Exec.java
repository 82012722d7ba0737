package dev.rekindle.worker.kit.cluster;

import dev.rekindle.worker.kit.stage.Attempt;
import java.time.Duration;
import java.util.List;

/**
 * Short commands in containers. Closing the connection does not stop a command in a container: long
 * ones belong into a Job or a helper pod.
 */
public interface Exec {

  /**
   * Runs a command without a shell and captures its output, at most 1 MiB a stream. CONNECTION_LOST
   * (retryable) when the limit passes or the stream breaks; the command may still run then.
   *
   * @param command program and arguments; absolute container paths, no secrets
   * @param limit also bounded by the attempt's deadline
   */
  ExecResult run(
      PodRef pod, String container, List<String> command, Duration limit, Attempt attempt);
}
