package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.cluster.Pods;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.DeploymentConfig;
import io.fabric8.openshift.client.OpenShiftClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pods over the fabric8 client. */
final class FabricPods implements Pods {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  /** How long a server may take to start; a check has two minutes in all. */
  private static final Duration START = Duration.ofSeconds(40);

  private final OpenShiftClient client;
  private final Problems problems;

  FabricPods(OpenShiftClient client, Problems problems) {
    this.client = client;
    this.problems = problems;
  }

  @Override
  public PodRef ready(String namespace, Map<String, String> labels) {
    List<Pod> all = all(namespace, labels);
    return all.stream()
        .filter(PodStates::ready)
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
        .map(PodStates::ref)
        .orElseThrow(() ->
            StageProblem.passing(
                ProblemCode.TARGET_UNREACHABLE,
                "No ready pod with labels %s in %s: %s"
                    .formatted(labels, namespace, reasons(all))));
  }

  /**
   * The ready pod; one that is on its way up is waited for, because a disaster is when pods start
   * anew, and "not ready" would be told to people who can do nothing but ask again.
   */
  PodRef soonReady(String namespace, Map<String, String> labels) {
    Instant end = Instant.now().plus(START);
    while (Instant.now().isBefore(end)) {
      List<Pod> all = all(namespace, labels);
      if (all.stream().anyMatch(PodStates::ready) || all.stream().allMatch(PodStates::ended)) {
        break;
      }
      try {
        Thread.sleep(BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return ready(namespace, labels);
  }

  private static String reasons(List<Pod> pods) {
    return pods.isEmpty()
        ? "there is none at all; start the workload"
        : pods.stream()
            .map(pod -> pod.getMetadata().getName() + ": " + PodStates.stall(pod).orElse("ready"))
            .collect(Collectors.joining("; "));
  }

  @Override
  public PodRef behindService(String namespace, String service) {
    return ready(namespace, selectorOf(service(namespace, service)));
  }

  Service service(String namespace, String name) {
    @Nullable Service service =
        problems.call(
            "read service " + name + " in " + namespace,
            () -> client.services().inNamespace(namespace).withName(name).get());
    return present(service, "service " + name, namespace);
  }

  static Map<String, String> selectorOf(Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    if (selector == null || selector.isEmpty()) {
      throw StageProblem.permanent(
          ProblemCode.TARGET_UNSUITABLE,
          "Service %s has no selector; name the server's host in the plan instead"
              .formatted(service.getMetadata().getName()));
    }
    return selector;
  }

  @Override
  public PodRef ofWorkload(String namespace, WorkloadRef workload) {
    return ready(namespaceOf(namespace, workload), selectorOf(namespace, workload));
  }

  private static String namespaceOf(String namespace, WorkloadRef workload) {
    return workload.namespace() == null ? namespace : workload.namespace();
  }

  @Override
  public Map<String, String> selectorOf(String namespace, WorkloadRef workload) {
    String where = namespaceOf(namespace, workload);
    return problems.call(
        "read " + workload + " in " + where,
        () ->
            switch (workload.kind()) {
              case DEPLOYMENT -> {
                Deployment found =
                    present(
                        client
                            .apps()
                            .deployments()
                            .inNamespace(where)
                            .withName(workload.name())
                            .get(),
                        workload.toString(),
                        where);
                yield found.getSpec().getSelector().getMatchLabels();
              }
              case DEPLOYMENT_CONFIG -> {
                DeploymentConfig found =
                    present(
                        client
                            .deploymentConfigs()
                            .inNamespace(where)
                            .withName(workload.name())
                            .get(),
                        workload.toString(),
                        where);
                yield found.getSpec().getSelector();
              }
            });
  }

  @Override
  public List<Pod> all(String namespace, Map<String, String> labels) {
    return problems.call(
        "list pods with labels " + labels + " in " + namespace,
        () -> client.pods().inNamespace(namespace).withLabels(labels).list().getItems());
  }

  @Override
  public Pod confirm(PodRef ref) {
    Pod pod =
        find(ref.namespace(), ref.name())
            .filter(found -> found.getMetadata().getUid().equals(ref.uid()))
            .orElseThrow(() -> lost(ref, "is gone"));
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      throw lost(ref, "is being deleted");
    }
    return pod;
  }

  static StageProblem lost(PodRef ref, String how) {
    return StageProblem.passing(ProblemCode.CONNECTION_LOST, ref + " " + how);
  }

  @Override
  public Optional<Pod> find(String namespace, String name) {
    @Nullable Pod pod =
        problems.call(
            "read pod " + name + " in " + namespace,
            () -> client.pods().inNamespace(namespace).withName(name).get());
    return Optional.ofNullable(pod);
  }

  @Override
  public void awaitGone(String namespace, Map<String, String> labels, Attempt attempt) {
    for (List<Pod> left = all(namespace, labels); !left.isEmpty(); left = all(namespace, labels)) {
      if (attempt.remaining().isZero()) {
        throw StageProblem.passing(
            ProblemCode.ROLLOUT_STALLED,
            "Pods are still there in " + namespace + ": " + reasons(left));
      }
      attempt.pause(BETWEEN_LOOKS);
    }
  }

  @Override
  public PodRef awaitReady(String namespace, String name, Attempt attempt) {
    while (true) {
      Optional<Pod> pod = find(namespace, name);
      if (pod.filter(PodStates::ready).isPresent()) {
        return PodStates.ref(pod.get());
      }
      boolean ended = pod.filter(PodStates::ended).isPresent();
      if (ended || attempt.remaining().isZero()) {
        throw StageProblem.passing(
            ProblemCode.ROLLOUT_STALLED,
            "Pod %s in %s does not become ready: %s"
                .formatted(name, namespace, pod.flatMap(PodStates::stall).orElse("it is gone")));
      }
      attempt.pause(BETWEEN_LOOKS);
    }
  }

  @Override
  public Optional<String> stall(Pod pod) {
    return PodStates.stall(pod);
  }

  private static <T> T present(@Nullable T object, String what, String namespace) {
    if (object == null) {
      throw StageProblem.permanent(
          ProblemCode.OBJECT_MISSING,
          "There is no " + what + " in " + namespace + "; correct the plan or create it first");
    }
    return object;
  }
}
