package dev.rekindle.contract.stage;

/** What becomes of what a database holds when a dump is to be imported. */
public enum CleanTarget {
  /** The import refuses anything that it did not put there itself. */
  REFUSE,
  /** It is dropped; take a safety copy before. */
  REPLACE,
  /**
   * The dump goes into a new database beside it. {@link StageSpec.SwapDatabase} gives that one the
   * name, and keeps what was there until it is released or brought back.
   */
  BESIDE
}
