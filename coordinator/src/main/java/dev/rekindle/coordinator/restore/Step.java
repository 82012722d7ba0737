package dev.rekindle.coordinator.restore;

/** How far a restore has come, whether or not it is held there. */
public enum Step {
  CHECKING(RestorePhase.CHECKING),
  AWAITING_APPROVAL(RestorePhase.AWAITING_APPROVAL),
  RUNNING(RestorePhase.RUNNING),
  VERIFYING(RestorePhase.VERIFYING),
  SUCCEEDED(RestorePhase.SUCCEEDED),
  FAILED(RestorePhase.FAILED),
  CANCELLED(RestorePhase.CANCELLED);

  private final RestorePhase phase;

  Step(RestorePhase phase) {
    this.phase = phase;
  }

  /** What people see when it is not held. */
  public RestorePhase phase() {
    return phase;
  }
}
