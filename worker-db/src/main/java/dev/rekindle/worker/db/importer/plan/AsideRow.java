package dev.rekindle.worker.db.importer.plan;

/**
 * What the ledger says of the databases beside a target.
 *
 * @param restore whose import made the fresh one
 * @param step how far a swap has come, for a family that needs several; 0 before its first
 */
public record AsideRow(String restore, Phase phase, int step) {

  /** Where they are. */
  public enum Phase {
    /** An import loads the fresh one; the live one is as it was. */
    LOADING,
    /** The fresh one is on its way to the live name, the live one to be kept. */
    SWAPPING,
    /** What was there is kept. */
    SWAPPED,
    /** The kept one is on its way back. */
    RETURNING,
    /** What was there is live again; what the restore made has the fresh name. */
    RETURNED
  }

  /** Whether what was there before the restore is, or may be, in the kept one. */
  public boolean keeps() {
    return phase == Phase.SWAPPING || phase == Phase.SWAPPED || phase == Phase.RETURNING;
  }
}
