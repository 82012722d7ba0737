package dev.rekindle.coordinator.restore;

/** How far a restore goes. */
public enum RestoreMode {
  RESTORE,
  /** Only the checks, and their findings. */
  DRY_RUN
}
