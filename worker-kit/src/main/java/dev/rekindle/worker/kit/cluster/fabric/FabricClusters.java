package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.Clusters;
import dev.rekindle.worker.kit.settings.WorkerSettings;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The clusters of the settings; each client is made when it is first needed. */
@ApplicationScoped
class FabricClusters implements Clusters {

  private final WorkerSettings settings;
  private final Set<String> names;
  private final Map<String, FabricCluster> open = new ConcurrentHashMap<>();

  FabricClusters(WorkerSettings settings) {
    this.settings = settings;
    this.names = settings.clusters().map(Set::copyOf).orElseGet(() -> configured(settings));
  }

  private static Set<String> configured(WorkerSettings settings) {
    return Set.copyOf(settings.cluster().keySet());
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public Cluster named(String name) {
    if (!names.contains(name)) {
      throw StageProblem.permanent(
          ProblemCode.SPEC_INVALID, "This worker does not serve cluster " + name);
    }
    return open.computeIfAbsent(
        name,
        fresh ->
            FabricCluster.open(
                fresh,
                ClusterAccess.of(settings.cluster().get(fresh)),
                settings.helper().image(),
                settings.helper().user()));
  }

  @PreDestroy
  void close() {
    open.values().forEach(FabricCluster::close);
  }
}
