package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.worker.kit.cluster.PodRef;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pod's own status says; events are no basis for decisions. */
final class PodStates {

  private PodStates() {}

  static PodRef ref(Pod pod) {
    String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    return new PodRef(
        pod.getMetadata().getNamespace(),
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        ip == null ? "" : ip,
        restarts(pod));
  }

  /** A terminating pod goes on saying that it is ready. */
  static boolean ready(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  static boolean ended(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Failed".equals(phase) || "Succeeded".equals(phase);
  }

  static int restarts(Pod pod) {
    return containers(pod)
        .mapToInt(c -> c.getRestartCount() == null ? 0 : c.getRestartCount())
        .sum();
  }

  static Optional<String> stall(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return Optional.of("it is being deleted");
    }
    if (ready(pod)) {
      return Optional.empty();
    }
    return containers(pod)
        .flatMap(PodStates::stallOf)
        .findFirst()
        .or(() -> unschedulable(pod))
        .or(() -> Optional.of("phase " + phase(pod)));
  }

  private static String phase(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return phase == null ? "not known yet" : phase;
  }

  private static Stream<String> stallOf(ContainerStatus status) {
    if (status.getState() == null) {
      return Stream.empty();
    }
    ContainerStateWaiting waiting = status.getState().getWaiting();
    if (waiting != null && waiting.getReason() != null) {
      return Stream.of(
          "container %s waits: %s %s"
              .formatted(status.getName(), waiting.getReason(), orNone(waiting.getMessage())));
    }
    ContainerStateTerminated ended = status.getState().getTerminated();
    if (ended != null) {
      return Stream.of(
          "container %s ended with exit code %d: %s"
              .formatted(status.getName(), ended.getExitCode(), orNone(ended.getReason())));
    }
    return Boolean.TRUE.equals(status.getReady())
        ? Stream.empty()
        : Stream.of("container " + status.getName() + " is running and not ready");
  }

  private static Optional<String> unschedulable(Pod pod) {
    List<PodCondition> conditions =
        pod.getStatus() == null || pod.getStatus().getConditions() == null
            ? List.of()
            : pod.getStatus().getConditions();
    return conditions.stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(c -> "not scheduled: " + orNone(c.getMessage()))
        .findFirst();
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    if (pod.getStatus() == null) {
      return Stream.empty();
    }
    return Stream.of(
            pod.getStatus().getInitContainerStatuses(), pod.getStatus().getContainerStatuses())
        .filter(list -> list != null)
        .flatMap(List::stream);
  }

  private static String orNone(@Nullable String text) {
    return text == null ? "" : text;
  }
}
