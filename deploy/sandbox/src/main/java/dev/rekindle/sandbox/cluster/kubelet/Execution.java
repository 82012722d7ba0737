package dev.rekindle.sandbox.cluster.kubelet;

import dev.rekindle.sandbox.cluster.api.Pods;

/** Something that runs in a container and can be ended. */
interface Execution extends Pods.Command {
  boolean running();

  /** The exit code; only after it has ended. */
  int exitCode();

  /** Whether a polite end would be noticed at all. */
  boolean hearsTerminate();

  /** SIGTERM. */
  void terminate();

  /** SIGKILL to it and all it started. */
  void kill();
}
