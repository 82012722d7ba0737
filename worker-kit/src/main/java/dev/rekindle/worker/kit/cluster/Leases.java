package dev.rekindle.worker.kit.cluster;

import dev.rekindle.worker.kit.stage.Attempt;
import java.util.Optional;

/**
 * The fence of an application in its namespace: a Lease whose annotation {@code rekindle.dev/fence}
 * keeps the highest token seen, for ever, and whose holder is the restore that works on it.
 */
public interface Leases {

  /** Annotation with the highest fence token seen. */
  String FENCE = "rekindle.dev/fence";

  /** Annotation with the application the holder restores. */
  String APPLICATION = "rekindle.dev/application";

  /**
   * Who holds a Lease.
   *
   * @param restore the holder; empty when it was given back
   * @param application what the holder restores; empty when it was given back
   * @param fence the highest token seen
   */
  record Holding(String restore, String application, long fence) {}

  /** What a Lease says; empty when it does not exist. */
  Optional<Holding> look(String namespace, String lease);

  /**
   * Takes the Lease, or takes it on for a further attempt. {@code AttemptEnded} superseded when it
   * has seen a higher token; TARGET_HELD when a restore of another application holds it. An earlier
   * restore of the same application is followed: the coordinator lets only one be open.
   */
  void acquire(String namespace, String lease, Attempt attempt);

  /** Throws unless this restore still holds the Lease and no higher token was seen. */
  void confirm(String namespace, String lease, Attempt attempt);

  /** Gives the Lease back, and leaves this attempt's token, also when it is free already. */
  void release(String namespace, String lease, Attempt attempt);
}
