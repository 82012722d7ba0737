package dev.rekindle.coordinator.restore;

/** Where the execution of a stage is. */
public enum StageStatus {
  WAITING,
  /** All it needs is there. */
  READY,
  DISPATCHED,
  /** Admitted by a worker. */
  RUNNING,
  SUCCEEDED,
  /** Out of attempts, or not worth another: a person is asked. */
  FAILED,
  SKIPPED,
  CANCELLED;

  /** Whether stages that need this one may run. */
  public boolean satisfied() {
    return this == SUCCEEDED || this == SKIPPED;
  }

  /** Whether it will do nothing more of its own accord. */
  public boolean ended() {
    return satisfied() || this == FAILED || this == CANCELLED;
  }
}
