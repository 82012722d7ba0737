package dev.rekindle.coordinator.view;

import dev.rekindle.contract.worker.WorkerPresence;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Workers that said lately that they are there. Thread-safe. */
public final class WorkersSeen {

  private final Duration limit;
  private final Map<String, Seen> byInstance = new ConcurrentHashMap<>();

  /** A worker's word and when this coordinator heard it. */
  public record Seen(WorkerPresence presence, Instant at) {}

  /**
   * Starts empty.
   *
   * @param limit silence after which a worker is forgotten
   */
  public WorkersSeen(Duration limit) {
    this.limit = limit;
  }

  public void note(WorkerPresence presence, Instant now) {
    byInstance.put(presence.instance(), new Seen(presence, now));
  }

  /** Those that serve a cluster. */
  public List<Seen> in(String cluster, Instant now) {
    byInstance.values().removeIf(seen -> seen.at().plus(limit).isBefore(now));
    return byInstance.values().stream()
        .filter(seen -> seen.presence().clusters().contains(cluster))
        .sorted(Comparator.comparing(seen -> seen.presence().instance()))
        .toList();
  }
}
