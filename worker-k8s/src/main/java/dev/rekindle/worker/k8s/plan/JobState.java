package dev.rekindle.worker.k8s.plan;

/**
 * A Job as a list showed it.
 *
 * @param owner its controller as {@code KIND/NAME}; empty when it has none
 * @param restore the restore it was made by, from its label; empty for a Job of somebody else
 * @param stage the stage it was made by; empty for a Job of somebody else
 * @param fence token of the attempt that made it; 0 for a Job of somebody else
 * @param seconds how long it has run, or ran; 0 when unknown
 * @param reason of its failure, such as {@code BackoffLimitExceeded}; empty otherwise
 */
public record JobState(
    String name,
    String uid,
    String owner,
    String restore,
    String stage,
    long fence,
    Phase phase,
    long seconds,
    String reason) {

  /** Where it stands. */
  public enum Phase {
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** Being deleted; its pods may still run. */
    DELETING
  }

  /** Made by Rekindle. */
  public boolean ours() {
    return !restore.isEmpty();
  }
}
