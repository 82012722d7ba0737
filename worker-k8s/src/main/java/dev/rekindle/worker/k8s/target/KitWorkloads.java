package dev.rekindle.worker.k8s.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.Autoscaler;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.k8s.plan.PodState;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import dev.rekindle.worker.kit.cluster.JsonPatch;
import dev.rekindle.worker.kit.stage.Attempt;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.openshift.api.model.DeploymentConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Workloads through the kit's client. */
final class KitWorkloads implements Workloads {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Scope scope;

  KitWorkloads(Scope scope) {
    this.scope = scope;
  }

  @Override
  public Optional<WorkloadState> find(WorkloadRef ref) {
    return switch (ref.kind()) {
      case DEPLOYMENT ->
          Optional.ofNullable(scope.call("read " + ref, deployment(scope, ref)::get))
              .map(found -> StateReader.deployment(ref, found));
      case DEPLOYMENT_CONFIG ->
          Optional.ofNullable(scope.call("read " + ref, deploymentConfig(scope, ref)::get))
              .map(found -> StateReader.deploymentConfig(ref, found, controllers(ref)));
    };
  }

  /** The versions of a DeploymentConfig. */
  private List<ReplicationController> controllers(WorkloadRef ref) {
    return scope.call(
        "list replication controllers of " + ref,
        () ->
            scope
                .cluster()
                .client()
                .replicationControllers()
                .inNamespace(scope.namespace(ref))
                .withLabel("openshift.io/deployment-config.name", ref.name())
                .list()
                .getItems());
  }

  static Resource<Deployment> deployment(Scope scope, WorkloadRef ref) {
    return scope
        .cluster()
        .client()
        .apps()
        .deployments()
        .inNamespace(scope.namespace(ref))
        .withName(ref.name());
  }

  static Resource<DeploymentConfig> deploymentConfig(Scope scope, WorkloadRef ref) {
    return scope
        .cluster()
        .client()
        .deploymentConfigs()
        .inNamespace(scope.namespace(ref))
        .withName(ref.name());
  }

  @Override
  public List<PodState> pods(WorkloadState workload) {
    return scope.cluster().pods().all(scope.namespace(workload.ref()), workload.selector()).stream()
        .map(StateReader::pod)
        .toList();
  }

  @Override
  public boolean scale(WorkloadRef ref, int replicas) {
    return switch (ref.kind()) {
      case DEPLOYMENT ->
          scale(deployment(scope, ref), replicas, found -> found.getSpec().getReplicas());
      case DEPLOYMENT_CONFIG ->
          scale(deploymentConfig(scope, ref), replicas, found -> found.getSpec().getReplicas());
    };
  }

  private <T extends HasMetadata> boolean scale(
      Resource<T> resource, int replicas, Function<T, Integer> replicasOf) {
    Attempt attempt = scope.attempt();
    boolean[] changed = {false};
    scope
        .cluster()
        .changes()
        .change(
            resource,
            found -> {
              scope.notSuperseded(found);
              boolean right = StateReader.orElse(replicasOf.apply(found), 1) == replicas;
              if (right && Scope.fenceOf(found) == scope.token()) {
                return Optional.empty();
              }
              changed[0] = !right;
              JsonPatch patch = scope.guarded(found);
              return Optional.of(right ? patch : patch.replace("/spec/replicas", replicas));
            },
            attempt);
    return changed[0];
  }

  @Override
  public Optional<Autoscaler> autoscaler(WorkloadRef ref) {
    String kind =
        switch (ref.kind()) {
          case DEPLOYMENT -> "Deployment";
          case DEPLOYMENT_CONFIG -> "DeploymentConfig";
        };
    List<HorizontalPodAutoscaler> all =
        scope.call(
            "list autoscalers",
            () ->
                scope
                    .cluster()
                    .client()
                    .autoscaling()
                    .v2()
                    .horizontalPodAutoscalers()
                    .inNamespace(scope.namespace(ref))
                    .list()
                    .getItems());
    return all.stream()
        .filter(found -> found.getSpec().getScaleTargetRef().getKind().equals(kind))
        .filter(found -> found.getSpec().getScaleTargetRef().getName().equals(ref.name()))
        .map(found ->
            new Autoscaler(
                found.getMetadata().getName(),
                StateReader.orElse(found.getSpec().getMinReplicas(), 1),
                found.getSpec().getMaxReplicas()))
        .findFirst();
  }

  @Override
  public Optional<Map<String, String>> fields(ObjectRef resource, List<String> pointers) {
    GenericKubernetesResource found =
        scope.call(
            "read " + resource,
            () ->
                scope
                    .cluster()
                    .client()
                    .genericKubernetesResources(resource.apiVersion(), resource.kind())
                    .inNamespace(scope.namespace())
                    .withName(resource.name())
                    .get());
    if (found == null) {
      return Optional.empty();
    }
    JsonNode root = JSON.valueToTree(found);
    Map<String, String> values = new LinkedHashMap<>();
    for (String pointer : pointers) {
      JsonNode value = root.at(pointer);
      values.put(pointer, value.isMissingNode() ? Originals.ABSENT : value.toString());
    }
    return Optional.of(values);
  }
}
