package dev.rekindle.worker.k8s.target;

import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.Clusters;
import dev.rekindle.worker.kit.stage.Attempt;
import jakarta.enterprise.context.ApplicationScoped;

/** Applications in the clusters of this worker. */
@ApplicationScoped
public class KitApplications implements Applications {

  private final Clusters clusters;

  public KitApplications(Clusters clusters) {
    this.clusters = clusters;
  }

  @Override
  public Application open(Attempt attempt) {
    Cluster cluster = clusters.named(attempt.context().cluster());
    Scope scope = new Scope(cluster, attempt);
    return new Application(
        new KitWorkloads(scope),
        new KitObjects(scope),
        new KitJobs(scope),
        new KitFence(scope),
        new KitEdge(scope),
        new KitVolumes(scope));
  }
}
