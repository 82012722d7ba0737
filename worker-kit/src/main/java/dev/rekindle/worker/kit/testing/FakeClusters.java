package dev.rekindle.worker.kit.testing;

import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.Clusters;
import java.util.Set;

/** One cluster, which answers to every name. */
public record FakeClusters(Cluster cluster) implements Clusters {

  @Override
  public Set<String> names() {
    return Set.of(cluster.name());
  }

  @Override
  public Cluster named(String name) {
    return cluster;
  }
}
