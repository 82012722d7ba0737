package dev.rekindle.contract.stage;

/**
 * What becomes of quarantined keys of one logical database.
 *
 * @param pattern glob over the name a key had before
 */
public record SettleRule(int database, String pattern, Decision decision) {
  /** What an operator decided. */
  public enum Decision {
    /** Back under its name; jobs join those that came meanwhile. */
    RELEASE,
    /** Removed for good. */
    PURGE
  }
}
