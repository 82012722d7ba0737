package dev.rekindle.coordinator.restore;

/** What an order is for. */
public enum RestoreMode {
  RESTORE,
  /** Makes a backup set. Never waits for a person: what fails ends it, and nothing is the worse. */
  BACKUP,
  /** Only the checks, and their findings. */
  DRY_RUN
}
