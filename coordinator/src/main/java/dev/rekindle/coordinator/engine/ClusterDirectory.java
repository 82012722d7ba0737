package dev.rekindle.coordinator.engine;

import java.util.List;

/** Which clusters there are to restore in. */
public interface ClusterDirectory {

  /** Names of the configured clusters. */
  List<String> clusters();

  /** Whether there is a cluster of that name. */
  default boolean knows(String cluster) {
    return clusters().contains(cluster);
  }
}
