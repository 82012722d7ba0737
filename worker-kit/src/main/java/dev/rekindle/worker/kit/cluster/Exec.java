package dev.rekindle.worker.kit.cluster;

import dev.rekindle.worker.kit.stage.Attempt;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/**
 * Commands in containers. Closing the connection does not stop a command in a container: long ones
 * that change something belong into a Job or a helper pod.
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

  /**
   * A command that writes much to its standard output.
   *
   * @param command program and arguments, run without a shell; no secrets
   * @param stall longest time without a byte or an exit code
   * @param what the command, for people
   */
  record Producer(PodRef pod, String container, List<String> command, Duration stall, String what) {
    public Producer {
      command = List.copyOf(command);
    }
  }

  /**
   * Runs a command and passes its standard output on as it comes; returns when it is known to have
   * succeeded. COMMAND_FAILED with the end of its standard error, or CONNECTION_LOST when the
   * stream breaks, stalls or ends without an exit code (all retryable); what {@code to} throws ends
   * the transfer. What has arrived by then must not be believed. No terminal is allocated, which
   * would turn LF into CR LF.
   */
  PodFiles.Content stream(
      Producer producer, OutputStream to, PodFiles.Meter meter, Attempt attempt);
}
