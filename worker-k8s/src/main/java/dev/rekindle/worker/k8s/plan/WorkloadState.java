package dev.rekindle.worker.k8s.plan;

import dev.rekindle.contract.stage.WorkloadRef;
import java.util.List;
import java.util.Map;

/**
 * A Deployment or DeploymentConfig as one GET showed it. Status numbers that the API leaves out (it
 * does for 0, and before the controller first wrote) are 0.
 *
 * @param wanted {@code spec.replicas}
 * @param generation grows with each change of the specification
 * @param observed the generation the status speaks of
 * @param rolling a DeploymentConfig's deployer is at work, which scales on its own until it has
 *     ended
 * @param selector the pods' labels
 */
public record WorkloadState(
    WorkloadRef ref,
    String uid,
    String resourceVersion,
    int wanted,
    long generation,
    long observed,
    int replicas,
    int updated,
    int ready,
    int available,
    boolean rolling,
    Map<String, String> selector,
    List<Condition> conditions) {

  public WorkloadState {
    selector = Map.copyOf(selector);
    conditions = List.copyOf(conditions);
  }

  /**
   * The controller has done all it was asked. A status that speaks of an older generation proves
   * nothing: {@code Available=True} stays up all through a rollout.
   */
  public boolean settled() {
    return observed >= generation
        && !rolling
        && updated == wanted
        && replicas == wanted
        && available == wanted
        && ready == wanted;
  }
}
