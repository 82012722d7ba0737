package dev.rekindle.coordinator.restore;

/** How a person wants a restore to end. */
public enum Ending {
  CANCELLED,
  FAILED
}
