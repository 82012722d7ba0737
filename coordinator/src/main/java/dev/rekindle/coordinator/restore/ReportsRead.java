package dev.rekindle.coordinator.restore;

import java.time.Instant;

/**
 * What this coordinator knows of the workers' reports: every report published from {@code since} to
 * {@code upTo} has been decided upon. Times are those of the journal's clock. After a gap
 * (coordinator, broker or database away) {@code since} begins anew, so that no lease is judged by a
 * silence that may have been our own.
 */
public record ReportsRead(Instant since, Instant upTo) {

  /** No report was missed, ever; for tests and tools. */
  public static ReportsRead everythingUpTo(Instant now) {
    return new ReportsRead(Instant.EPOCH, now);
  }
}
