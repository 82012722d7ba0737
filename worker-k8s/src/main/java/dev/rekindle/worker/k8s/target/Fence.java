package dev.rekindle.worker.k8s.target;

import java.util.Optional;

/** The Lease of the application. */
public interface Fence {

  /** The restore that holds it; empty when it is free or not there. */
  Optional<Holder> holder(String lease);

  /**
   * Who holds a Lease.
   *
   * @param application what it restores, for people
   * @param sameApplication whether that is the application of this attempt
   */
  record Holder(String restore, String application, boolean sameApplication) {}

  /**
   * Takes it for this restore. TARGET_HELD when a restore of another application holds it; {@code
   * AttemptEnded} superseded when it has seen a higher token.
   */
  void take(String lease);

  /** Gives it back; nothing happens when it is free. */
  void release(String lease);
}
