package dev.rekindle.worker.kit.cluster;

import java.util.Set;

/** The clusters this worker serves, by name. Inject this. */
public interface Clusters {

  /** Names of all served clusters. */
  Set<String> names();

  /**
   * Access to one cluster; {@code StageProblem} SPEC_INVALID when this worker does not serve it.
   */
  Cluster named(String name);
}
