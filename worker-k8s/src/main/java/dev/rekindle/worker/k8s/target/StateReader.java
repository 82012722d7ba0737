package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.Condition;
import dev.rekindle.worker.k8s.plan.PodState;
import dev.rekindle.worker.k8s.plan.PodState.ContainerState;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.openshift.api.model.DeploymentConfig;
import io.fabric8.openshift.api.model.DeploymentConfigStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Client objects as plain records. Every number of a status may be null: first, and for 0. */
final class StateReader {

  private static final String VERSION = "openshift.io/deployment-config.latest-version";
  private static final String PHASE = "openshift.io/deployment.phase";
  private static final Set<String> ROLLING = Set.of("New", "Pending", "Running");

  private StateReader() {}

  static WorkloadState deployment(WorkloadRef ref, Deployment found) {
    DeploymentStatus status =
        found.getStatus() == null ? new DeploymentStatus() : found.getStatus();
    return new WorkloadState(
        ref,
        text(found.getMetadata().getUid()),
        text(found.getMetadata().getResourceVersion()),
        orElse(found.getSpec().getReplicas(), 1),
        orZero(found.getMetadata().getGeneration()),
        orZero(status.getObservedGeneration()),
        orElse(status.getReplicas(), 0),
        orElse(status.getUpdatedReplicas(), 0),
        orElse(status.getReadyReplicas(), 0),
        orElse(status.getAvailableReplicas(), 0),
        false,
        labels(found.getSpec().getSelector().getMatchLabels()),
        status.getConditions().stream()
            .map(c -> condition(c.getType(), c.getStatus(), c.getReason(), c.getMessage()))
            .toList());
  }

  /**
   * A DeploymentConfig tells nothing of pods that are refused, and too little of a rollout under
   * way; the ReplicationController of its latest version does.
   *
   * @param controllers all of the DeploymentConfig
   */
  static WorkloadState deploymentConfig(
      WorkloadRef ref, DeploymentConfig found, List<ReplicationController> controllers) {
    DeploymentConfigStatus status =
        found.getStatus() == null ? new DeploymentConfigStatus() : found.getStatus();
    String version = String.valueOf(status.getLatestVersion());
    Optional<ReplicationController> latest =
        controllers.stream().filter(c -> version.equals(annotation(c, VERSION))).findFirst();
    return new WorkloadState(
        ref,
        text(found.getMetadata().getUid()),
        text(found.getMetadata().getResourceVersion()),
        orElse(found.getSpec().getReplicas(), 1),
        orZero(found.getMetadata().getGeneration()),
        orZero(status.getObservedGeneration()),
        orElse(status.getReplicas(), 0),
        orElse(status.getUpdatedReplicas(), 0),
        orElse(status.getReadyReplicas(), 0),
        orElse(status.getAvailableReplicas(), 0),
        latest.filter(c -> ROLLING.contains(annotation(c, PHASE))).isPresent(),
        labels(found.getSpec().getSelector()),
        Stream.concat(
                status.getConditions().stream()
                    .map(c -> condition(c.getType(), c.getStatus(), c.getReason(), c.getMessage())),
                latest.stream().flatMap(StateReader::conditions))
            .toList());
  }

  private static Stream<Condition> conditions(ReplicationController controller) {
    return controller.getStatus() == null
        ? Stream.of()
        : controller.getStatus().getConditions().stream()
            .map(c -> condition(c.getType(), c.getStatus(), c.getReason(), c.getMessage()));
  }

  private static String annotation(ReplicationController controller, String name) {
    return labels(controller.getMetadata().getAnnotations()).getOrDefault(name, "");
  }

  static PodState pod(Pod pod) {
    PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    List<Condition> conditions =
        status.getConditions().stream()
            .map(c -> condition(c.getType(), c.getStatus(), c.getReason(), c.getMessage()))
            .toList();
    return new PodState(
        text(pod.getMetadata().getName()),
        text(pod.getMetadata().getUid()),
        text(status.getPhase()),
        conditions.stream().anyMatch(c -> c.type().equals("Ready") && c.status().equals("True")),
        pod.getMetadata().getDeletionTimestamp() != null,
        Stream.concat(
                status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
            .map(StateReader::container)
            .toList(),
        conditions);
  }

  private static ContainerState container(ContainerStatus status) {
    ContainerStateWaiting waiting =
        status.getState() == null ? null : status.getState().getWaiting();
    ContainerStateTerminated last =
        status.getLastState() == null ? null : status.getLastState().getTerminated();
    return new ContainerState(
        text(status.getName()),
        Boolean.TRUE.equals(status.getReady()),
        orElse(status.getRestartCount(), 0),
        waiting == null ? "" : text(waiting.getReason()),
        waiting == null ? "" : text(waiting.getMessage()),
        last == null ? -1 : orElse(last.getExitCode(), -1));
  }

  private static Condition condition(
      @Nullable String type,
      @Nullable String status,
      @Nullable String reason,
      @Nullable String message) {
    return new Condition(text(type), text(status), text(reason), text(message));
  }

  static int orElse(@Nullable Integer number, int other) {
    return number == null ? other : number;
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  static Map<String, String> labels(@Nullable Map<String, String> labels) {
    return labels == null ? Map.of() : labels;
  }
}
