package dev.rekindle.worker.redis.site;

import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.Clusters;
import dev.rekindle.worker.kit.stage.Attempt;
import jakarta.enterprise.context.ApplicationScoped;

/** Sites in the clusters this worker serves. */
@ApplicationScoped
public class KubernetesRedisSites implements RedisSites {

  private final Clusters clusters;

  public KubernetesRedisSites(Clusters clusters) {
    this.clusters = clusters;
  }

  @Override
  public RedisSite of(RedisTarget target, Attempt attempt) {
    Cluster cluster = clusters.named(attempt.context().cluster());
    return Installed.of(target)
        .<RedisSite>map(installed -> new KubernetesRedisSite(cluster, target, installed, attempt))
        .orElseGet(() -> new ExternalRedisSite(cluster, target, attempt));
  }
}
