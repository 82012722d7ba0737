package dev.rekindle.coordinator.exchange;

import dev.rekindle.coordinator.restore.ReportsRead;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers up to when all reports were dealt with, and since when that went without a gap.
 * Thread-safe.
 */
public final class ReportsHorizon {

  private final Duration gap;
  private Optional<ReportsRead> read = Optional.empty();

  /**
   * Starts knowing nothing.
   *
   * @param gap when nothing was confirmed for that long, silence may have been ours
   */
  public ReportsHorizon(Duration gap) {
    this.gap = gap;
  }

  /** Everything published up to this moment of the journal's clock has been decided upon. */
  public synchronized void confirmed(Instant upTo) {
    read =
        Optional.of(
            read.filter(known -> !known.upTo().plus(gap).isBefore(upTo))
                .map(known -> new ReportsRead(known.since(), later(known.upTo(), upTo)))
                .orElseGet(() -> new ReportsRead(upTo, upTo)));
  }

  /** Empty before the first confirmation. */
  public synchronized Optional<ReportsRead> read() {
    return read;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
