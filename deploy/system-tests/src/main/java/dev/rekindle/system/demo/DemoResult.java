package dev.rekindle.system.demo;

import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.stack.Service;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How the demo ended.
 *
 * @param restore at its end
 * @param exact what the comparison before any writer was up found
 * @param last what the comparison at the end found
 * @param restores how many the alert started, which was sent twice
 * @param killing whether processes had to be killed
 * @param killed the processes that were killed at their work
 * @param rto from the alert to the end
 */
public record DemoResult(
    RestoreView restore,
    Comparison exact,
    Comparison last,
    int restores,
    boolean killing,
    List<Service> killed,
    Duration rto) {

  public DemoResult {
    killed = List.copyOf(killed);
  }

  /** The restore succeeded, both comparisons prove it, and all was killed that had to be. */
  public boolean good() {
    return restore.state().equals("SUCCEEDED")
        && exact.proves()
        && last.proves()
        && duplicated() == 0
        && unkilled().isEmpty();
  }

  /** Things missing or changed, of both comparisons together. */
  public long lost() {
    return exact.lost() + last.lost();
  }

  /** Rows, keys, elements and files too many, and restores beyond the one that was asked for. */
  public long duplicated() {
    return exact.surplus() + last.surplus() + Math.max(0, restores - 1);
  }

  public int kills() {
    return killed.size();
  }

  /** What had to be killed and never was: nothing is proven about a crash of it. */
  public List<Service> unkilled() {
    return killing
        ? Arrays.stream(Service.values()).filter(service -> !killed.contains(service)).toList()
        : List.of();
  }
}
