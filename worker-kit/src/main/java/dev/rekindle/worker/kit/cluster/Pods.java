package dev.rekindle.worker.kit.cluster;

import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.kit.stage.Attempt;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pods, selected by label, readiness and not being deleted: terminating pods stay in lists as
 * Running and Ready until they are gone.
 */
public interface Pods {

  /**
   * The newest ready pod with these labels that is not being deleted; TARGET_UNREACHABLE
   * (retryable) with the reason when there is none.
   */
  PodRef ready(String namespace, Map<String, String> labels);

  /** The newest ready pod behind a Service's selector; OBJECT_MISSING without the Service. */
  PodRef behindService(String namespace, String service);

  /** The newest ready pod of a workload. */
  PodRef ofWorkload(String namespace, WorkloadRef workload);

  /** The labels that select a workload's pods; OBJECT_MISSING without the workload. */
  Map<String, String> selectorOf(String namespace, WorkloadRef workload);

  /** All pods with these labels, terminating ones included. */
  List<Pod> all(String namespace, Map<String, String> labels);

  /**
   * The pod as it is now; CONNECTION_LOST (retryable) when that very pod is gone or being deleted.
   */
  Pod confirm(PodRef pod);

  /** The pod of this name, terminating or not; empty when there is none. */
  Optional<Pod> find(String namespace, String name);

  /**
   * Waits until no pod with these labels is left, terminating ones included; ROLLOUT_STALLED
   * (retryable) names those left at the attempt's deadline.
   */
  void awaitGone(String namespace, Map<String, String> labels, Attempt attempt);

  /** Waits until the pod of this name is ready; ROLLOUT_STALLED with the reason. */
  PodRef awaitReady(String namespace, String name, Attempt attempt);

  /**
   * Why a pod is not ready, from its container statuses and conditions; empty when nothing is wrong
   * with it.
   */
  Optional<String> stall(Pod pod);
}
