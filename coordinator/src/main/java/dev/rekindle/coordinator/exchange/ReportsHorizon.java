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
   * @param gap when nothing was confirmed for that long, silence may have been ours; a clock that
   *     goes back by more has been set, and what it said before means nothing any more
   */
  public ReportsHorizon(Duration gap) {
    this.gap = gap;
  }

  /** Everything published up to this moment of the journal's clock has been decided upon. */
  public synchronized void confirmed(Instant upTo) {
    read =
        Optional.of(
            read.filter(known -> near(known.upTo(), upTo))
                .map(known -> new ReportsRead(known.since(), later(known.upTo(), upTo)))
                .orElseGet(() -> new ReportsRead(upTo, upTo)));
  }

  /** Empty before the first confirmation. */
  public synchronized Optional<ReportsRead> read() {
    return read;
  }

  private boolean near(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(gap) <= 0;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
