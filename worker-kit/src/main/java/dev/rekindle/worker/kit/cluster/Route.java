package dev.rekindle.worker.kit.cluster;

import java.util.Optional;

/**
 * A way to a server. Pinned to one pod: it never moves to another one. After an I/O error close it
 * and end the attempt (or find a new one, when the step is idempotent).
 */
public interface Route extends AutoCloseable {

  String host();

  int port();

  /** The pod behind it; empty for a host outside the cluster. */
  Optional<PodRef> pod();

  /**
   * Throws {@code StageProblem} CONNECTION_LOST (retryable) when the pod behind it was replaced or
   * one of its containers restarted since the route was made.
   */
  void confirm();

  @Override
  void close();
}
