package dev.rekindle.worker.kit.protocol;

import java.util.Set;

/**
 * What the desk needs to know of this worker.
 *
 * @param worker instance name
 * @param clusters clusters it serves
 * @param capacity attempts that run at once
 * @param queue admitted attempts that may wait
 * @param checks checks that run at once; any number may wait
 */
public record DeskSettings(
    String worker, Set<String> clusters, int capacity, int queue, int checks) {

  public DeskSettings {
    clusters = Set.copyOf(clusters);
  }
}
