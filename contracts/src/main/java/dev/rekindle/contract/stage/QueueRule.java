package dev.rekindle.contract.stage;

/**
 * What happens to the keys of one logical database that match a glob pattern.
 *
 * @param database logical database number
 * @param pattern glob as of the SCAN command
 */
public record QueueRule(int database, String pattern, Action action) {
  /** What to do with a matching key. */
  public enum Action {
    KEEP,
    DROP,
    /** Renamed to {@code rekindle:quarantine:<restore>:<key>}. */
    QUARANTINE
  }
}
