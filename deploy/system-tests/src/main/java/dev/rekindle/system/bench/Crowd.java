package dev.rekindle.system.bench;

import java.time.Duration;
import java.util.Map;

/**
 * What many restores at once took together, their checks included.
 *
 * @param cpu of the coordinator; unlike the time it does not depend on what else the machine does
 * @param residentBytes of the coordinator afterwards
 * @param rows of the journal's tables afterwards, since the servers were started
 */
public record Crowd(
    int restores,
    int stages,
    Duration took,
    Duration cpu,
    long repeated,
    long residentBytes,
    Map<String, Long> rows) {

  public Crowd {
    rows = Map.copyOf(rows);
  }

  /** Milliseconds of the coordinator's processors that a stage took, its check included. */
  public double cpuMillis() {
    return cpu.toNanos() / 1e6 / (restores * (double) stages);
  }

  /** Stages that were carried out a second; each was checked before. */
  public double perSecond() {
    return restores * (double) stages / (took.toNanos() / 1e9);
  }
}
