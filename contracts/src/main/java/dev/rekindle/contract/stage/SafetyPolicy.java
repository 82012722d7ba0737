package dev.rekindle.contract.stage;

/**
 * How much a safety copy matters: in a real disaster the dump of a broken database must not block
 * the way back.
 */
public enum SafetyPolicy {
  /** The restore stops when it cannot be taken. */
  REQUIRED,
  /** Taken if possible; otherwise the evidence says why not. */
  BEST_EFFORT,
  /** Not taken. */
  NONE
}
