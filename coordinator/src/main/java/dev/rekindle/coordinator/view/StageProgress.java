package dev.rekindle.coordinator.view;

import dev.rekindle.contract.attempt.StageId;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How far the latest attempt of a stage is.
 *
 * @param total 0 when unknown
 * @param firstDone what was done when the attempt first spoke; a resumed one does not begin at 0
 * @param firstAt when it first spoke, on the database's clock
 */
public record StageProgress(
    StageId stage,
    int attempt,
    long sequence,
    String step,
    long done,
    long total,
    String unit,
    String worker,
    long firstDone,
    Instant firstAt,
    Instant updatedAt) {

  /** Whole percent; empty when the total is unknown. */
  public OptionalInt percent() {
    return total <= 0
        ? OptionalInt.empty()
        : OptionalInt.of(Math.clamp((long) Math.floor(100.0 * done / total), 0, 100));
  }

  /** Units a second since the attempt first spoke; empty before there is anything to divide. */
  public OptionalDouble rate() {
    double seconds = Duration.between(firstAt, updatedAt).toMillis() / 1000.0;
    return seconds <= 0 || done <= firstDone
        ? OptionalDouble.empty()
        : OptionalDouble.of((done - firstDone) / seconds);
  }

  /** Seconds left at that rate. */
  public OptionalLong secondsLeft() {
    OptionalDouble rate = rate();
    return total <= 0 || rate.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of((long) Math.ceil(Math.max(0, total - done) / rate.getAsDouble()));
  }
}
