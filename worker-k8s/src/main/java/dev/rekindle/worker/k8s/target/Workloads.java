package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.Autoscaler;
import dev.rekindle.worker.k8s.plan.PodState;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deployments and DeploymentConfigs, their pods, and the custom resource above them. */
public interface Workloads {

  /** The workload as it is; empty when it does not exist. */
  Optional<WorkloadState> find(WorkloadRef workload);

  /** Every pod of its selector: terminating and ended ones included. */
  List<PodState> pods(WorkloadState workload);

  /**
   * Sets the replicas, and writes this attempt's fence token to the workload, in one guarded patch.
   * The token is written even when the replicas are right already, so that an earlier attempt that
   * comes back finds it. {@code AttemptEnded} superseded when a higher token is there;
   * OBJECT_MISSING without the workload.
   *
   * @return whether the replicas had to be changed
   */
  boolean scale(WorkloadRef workload, int replicas);

  /** Who scales the workload by its load; empty when nobody does. */
  Optional<Autoscaler> autoscaler(WorkloadRef workload);

  /**
   * Fields of a custom resource by JSON pointer, as JSON text, {@code absent} for one that is not
   * there; empty when the resource does not exist.
   */
  Optional<Map<String, String>> fields(ObjectRef resource, List<String> pointers);
}
