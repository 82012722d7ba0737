package dev.rekindle.contract.worker;

import dev.rekindle.contract.stage.Pool;
import java.time.Instant;
import java.util.List;

/**
 * What a worker says of itself every ten seconds on {@code rekindle.workers.v1}.
 *
 * @param instance unique name of the process
 * @param clusters clusters it serves
 * @param kinds wire names of the stage kinds it has handlers for
 * @param running attempts it works on now
 * @param capacity attempts it can work on at once
 */
public record WorkerPresence(
    String instance,
    Pool pool,
    List<String> clusters,
    List<String> kinds,
    String version,
    int running,
    int capacity,
    Instant at) {

  public WorkerPresence {
    clusters = List.copyOf(clusters);
    kinds = List.copyOf(kinds);
  }
}
