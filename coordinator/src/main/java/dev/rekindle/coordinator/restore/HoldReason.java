package dev.rekindle.coordinator.restore;

/** Why a restore is held. */
public enum HoldReason {
  /** A stage failed and will not be tried again unasked: retry it, skip it, cancel or fail. */
  STAGE_FAILED,
  /** Blocking findings: waive them by name, put them right and resume, or cancel. */
  FINDINGS,
  /** A person wanted it: resume. */
  OPERATOR,
  /** A stage of {@code pauseBefore} is next: resume. */
  BREAKPOINT,
  /** All is proven, and an alert did not resolve in time: resume, retry, fail, or repair it. */
  ALERT_FIRES
}
