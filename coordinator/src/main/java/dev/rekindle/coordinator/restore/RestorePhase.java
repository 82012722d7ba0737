package dev.rekindle.coordinator.restore;

/** Where a restore is, as people see it. */
public enum RestorePhase {
  CHECKING,
  AWAITING_APPROVAL,
  RUNNING,
  /** Nothing new starts until a person says something; reminders go out. */
  HELD,
  VERIFYING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Whether nothing can happen any more. */
  public boolean terminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
