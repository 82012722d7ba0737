package dev.rekindle.worker.redis.site;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.JsonPatch;
import dev.rekindle.worker.kit.cluster.Leases;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.openshift.api.model.DeploymentConfig;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Deployment or DeploymentConfig of a Redis server. */
final class RedisWorkload {

  private final Cluster cluster;
  private final WorkloadRef ref;
  private final Attempt attempt;

  RedisWorkload(Cluster cluster, WorkloadRef ref, Attempt attempt) {
    this.cluster = cluster;
    this.ref = ref;
    this.attempt = attempt;
  }

  String namespace() {
    String own = ref.namespace();
    return own == null ? attempt.context().namespace() : own;
  }

  /**
   * Sets the replicas and leaves the fence token on the workload, in one patch that holds only for
   * the version it was decided on. {@code AttemptEnded} superseded when a higher token is there.
   */
  void scale(int replicas) {
    switch (ref.kind()) {
      case DEPLOYMENT -> scale(deployment(), replicas, found -> found.getSpec().getReplicas());
      case DEPLOYMENT_CONFIG -> scale(config(), replicas, found -> found.getSpec().getReplicas());
    }
  }

  /** The specification of its pods. */
  PodSpec podSpec() {
    PodSpec spec =
        switch (ref.kind()) {
          case DEPLOYMENT -> {
            Deployment found = cluster.call("read " + ref, deployment()::get);
            yield found == null ? null : found.getSpec().getTemplate().getSpec();
          }
          case DEPLOYMENT_CONFIG -> {
            DeploymentConfig found = cluster.call("read " + ref, config()::get);
            yield found == null ? null : found.getSpec().getTemplate().getSpec();
          }
        };
    if (spec == null) {
      throw StageProblem.permanent(
          ProblemCode.OBJECT_MISSING, "There is no " + ref + " in namespace " + namespace());
    }
    return spec;
  }

  private <T extends HasMetadata> void scale(
      Resource<T> resource, int replicas, Function<T, @Nullable Integer> replicasOf) {
    cluster
        .changes()
        .change(
            resource,
            found -> {
              long seen = fenceOf(found);
              if (seen > attempt.ref().fence()) {
                throw AttemptEnded.superseded(seen);
              }
              Integer now = replicasOf.apply(found);
              boolean right = (now == null ? 1 : now) == replicas;
              if (right && seen == attempt.ref().fence()) {
                return Optional.empty();
              }
              return Optional.of(guarded(found).replace("/spec/replicas", replicas));
            },
            attempt);
  }

  private JsonPatch guarded(HasMetadata object) {
    JsonPatch patch =
        new JsonPatch()
            .test("/metadata/resourceVersion", object.getMetadata().getResourceVersion());
    String token = Long.toString(attempt.ref().fence());
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null || annotations.isEmpty()
        ? patch.add("/metadata/annotations", Map.of(Leases.FENCE, token))
        : patch.add("/metadata/annotations/" + JsonPatch.segment(Leases.FENCE), token);
  }

  private static long fenceOf(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(Leases.FENCE);
    return text == null || !text.matches("\\d{1,18}") ? 0 : Long.parseLong(text);
  }

  private Resource<Deployment> deployment() {
    return cluster.client().apps().deployments().inNamespace(namespace()).withName(ref.name());
  }

  private Resource<DeploymentConfig> config() {
    return cluster.client().deploymentConfigs().inNamespace(namespace()).withName(ref.name());
  }
}
