package dev.rekindle.system.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a restore as the coordinator shows it.
 *
 * @param done units finished; {@code total} 0 when unknown
 * @param perSecond units a second; 0 when unknown
 * @param left estimated time left; null when unknown
 * @param took from the first dispatch to the end; null while it has none
 * @param evidence {@code name: value} lines
 */
public record StageView(
    String id,
    String kind,
    String status,
    int attempts,
    String step,
    long done,
    long total,
    String unit,
    double perSecond,
    @Nullable Duration left,
    @Nullable Duration took,
    List<String> evidence) {

  /** True while a worker has it. */
  public boolean running() {
    return status.equals("RUNNING") || status.equals("DISPATCHED");
  }

  /** True once a part of it is done, whether or not the rest is too. */
  public boolean underWay() {
    return ended() || (running() && done > 0);
  }

  /** True when nothing more will happen to it by itself. */
  public boolean ended() {
    return status.equals("SUCCEEDED")
        || status.equals("SKIPPED")
        || status.equals("FAILED")
        || status.equals("CANCELLED");
  }

  /** Part that is done, 0 to 1. */
  public double fraction() {
    if (ended()) {
      return 1;
    }
    return total == 0 ? 0 : Math.min(1, (double) done / total);
  }
}
