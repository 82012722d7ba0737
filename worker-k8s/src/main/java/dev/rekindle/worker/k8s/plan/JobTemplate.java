package dev.rekindle.worker.k8s.plan;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A Job that runs one command the way a workload's container would. */
public final class JobTemplate {

  private JobTemplate() {}

  /** The container of a template; empty when it has none of that name. */
  public static Optional<Container> container(PodTemplateSpec template, String name) {
    return template.getSpec().getContainers().stream()
        .filter(container -> container.getName().equals(name))
        .findFirst();
  }

  /**
   * The Job. It keeps image, environment, mounts, resources and scheduling of the container. It
   * loses the template's labels (a Service would send it traffic, and the workload would count its
   * pod), the other containers, probes, ports and hooks, and the init containers: they wait for
   * servers, which is the plan's business.
   *
   * @param limit after which Kubernetes ends it, whoever is left to watch
   */
  public static Job of(
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      PodTemplateSpec template,
      Container container,
      List<String> command,
      Duration limit) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withCompletions(1)
        .withParallelism(1)
        .withActiveDeadlineSeconds(Math.max(1, limit.toSeconds()))
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .withSpec(spec(template.getSpec(), reduced(container, command)))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Container reduced(Container container, List<String> command) {
    return new ContainerBuilder(container)
        .withCommand(command)
        .withArgs(List.of())
        .withPorts(List.of())
        .withLivenessProbe(null)
        .withReadinessProbe(null)
        .withStartupProbe(null)
        .withLifecycle(null)
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .build();
  }

  private static PodSpec spec(PodSpec spec, Container container) {
    Set<String> mounted =
        container.getVolumeMounts().stream()
            .map(VolumeMount::getName)
            .collect(Collectors.toUnmodifiableSet());
    return new PodSpecBuilder(spec)
        .withContainers(container)
        .withInitContainers(List.of())
        .withVolumes(
            spec.getVolumes().stream()
                .filter(volume -> mounted.contains(volume.getName()))
                .toList())
        .withRestartPolicy("Never")
        .build();
  }
}
