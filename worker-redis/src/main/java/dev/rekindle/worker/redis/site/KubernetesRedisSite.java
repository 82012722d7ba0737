package dev.rekindle.worker.redis.site;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.HelperPods;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.cluster.Route;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.RedisServer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Redis workload of one replica in a cluster. A restart is a scaling to 0 and back, never the
 * deletion of a pod: its successor would start at once beside it, and two servers would write into
 * one folder.
 */
final class KubernetesRedisSite implements RedisSite {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final int CRASHES = 3;
  private static final long OUTLIVES_SECONDS = 600;

  private final Cluster cluster;
  private final Installed installed;
  private final Attempt attempt;
  private final RedisWorkload workload;
  private final String namespace;
  private final Dialling dialling;
  private HelperPods.@Nullable HelperPod helper;

  KubernetesRedisSite(Cluster cluster, RedisTarget target, Installed installed, Attempt attempt) {
    this.cluster = cluster;
    this.installed = installed;
    this.attempt = attempt;
    this.workload = new RedisWorkload(cluster, installed.workload(), attempt);
    this.namespace = workload.namespace();
    this.dialling = new Dialling(cluster, target, namespace);
  }

  @Override
  public void fence() {
    cluster.leases().acquire(namespace, lease(), attempt);
    // A worker that was thought dead may still hold the folder through its helper.
    cluster.helperPods().removeEarlier(namespace, attempt);
  }

  @Override
  public void confirmFence() {
    cluster.leases().confirm(namespace, lease(), attempt);
  }

  @Override
  public void release() {
    cluster.leases().release(namespace, lease(), attempt);
  }

  private String lease() {
    return "rekindle-" + installed.claim();
  }

  @Override
  public Optional<Running> running() {
    try (Route route = dialling.route()) {
      return route.pod().map(Up::new);
    } catch (StageProblem problem) {
      if (problem.code() == ProblemCode.TARGET_UNREACHABLE) {
        return Optional.empty();
      }
      throw problem;
    }
  }

  @Override
  public void stop() {
    workload.scale(0);
    cluster
        .pods()
        .awaitGone(namespace, cluster.pods().selectorOf(namespace, installed.workload()), attempt);
  }

  @Override
  public Running start() {
    close();
    workload.scale(replicas());
    while (true) {
      attempt.throwIfCancelled();
      Optional<Running> up = running().filter(KubernetesRedisSite::answers);
      if (up.isPresent()) {
        return up.get();
      }
      attempt.report(new Progress("wait for the server" + stalled(), 0, 0, "pods"));
      attempt.pause(POLL);
    }
  }

  /** Redis scales by replication, not by replicas on one claim: 1 whatever is missing. */
  private int replicas() {
    String text =
        attempt
            .optionalInput("originals")
            .map(originals -> originals.get(installed.workload().toString()))
            .orElse("1");
    return text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : 1;
  }

  private static boolean answers(Running server) {
    try (RedisServer redis = server.connect()) {
      return !redis.persistence().loading();
    } catch (StageProblem problem) {
      if (problem.retryable()) {
        return false;
      }
      throw problem;
    }
  }

  /** Why it does not come up, for people; gives up on a server that crashes again and again. */
  private String stalled() {
    Map<String, String> labels = cluster.pods().selectorOf(namespace, installed.workload());
    String reasons = "";
    for (Pod pod : cluster.pods().all(namespace, labels)) {
      String reason = cluster.pods().stall(pod).orElse("");
      boolean crashing =
          pod.getStatus().getContainerStatuses().stream()
              .anyMatch(container -> container.getRestartCount() >= CRASHES);
      if (crashing) {
        throw StageProblem.passing(
            ProblemCode.ROLLOUT_STALLED,
            "%s crashes at its start: %s".formatted(installed.workload(), reason));
      }
      reasons = reason.isEmpty() ? reasons : ": " + reason;
    }
    return reasons;
  }

  @Override
  public Volume open() {
    HelperPods.HelperPod pod = helper;
    if (pod == null) {
      pod = cluster.helperPods().running(namespace, helperSpec(), HelperPods.CONTAINER, attempt);
      helper = pod;
    }
    return new PodVolume(cluster, pod.pod(), pod.container(), installed.directory(), attempt);
  }

  /** The server's own image, account, security and place, with its claim, but idle. */
  private PodSpec helperSpec() {
    PodSpec server = workload.podSpec();
    Container redis =
        server.getContainers().stream()
            .filter(container -> container.getName().equals(installed.container()))
            .findFirst()
            .orElseThrow(() ->
                StageProblem.permanent(
                    ProblemCode.SPEC_INVALID,
                    "%s has no container %s"
                        .formatted(installed.workload(), installed.container())));
    return new PodSpecBuilder()
        .withServiceAccountName(server.getServiceAccountName())
        .withImagePullSecrets(server.getImagePullSecrets())
        .withNodeSelector(server.getNodeSelector())
        .withTolerations(server.getTolerations())
        .withSecurityContext(server.getSecurityContext())
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim(installed.claim(), false)
        .endVolume()
        .addNewContainer()
        .withName(HelperPods.CONTAINER)
        .withImage(redis.getImage())
        .withImagePullPolicy(redis.getImagePullPolicy())
        .withSecurityContext(redis.getSecurityContext())
        .withCommand(
            List.of("sleep", Long.toString(attempt.remaining().toSeconds() + OUTLIVES_SECONDS)))
        .addNewVolumeMount()
        .withName("data")
        .withMountPath(installed.directory())
        .endVolumeMount()
        .endContainer()
        .build();
  }

  @Override
  public void close() {
    HelperPods.HelperPod pod = helper;
    helper = null;
    if (pod == null) {
      return;
    }
    pod.close();
    if (!attempt.cancelled()) {
      String name = pod.pod().name();
      while (cluster.pods().find(namespace, name).isPresent()) {
        attempt.pause(POLL);
      }
    }
  }

  private final class Up implements Running {
    private final PodRef pod;

    private Up(PodRef pod) {
      this.pod = pod;
    }

    @Override
    public String podUid() {
      return pod.uid();
    }

    @Override
    public Volume volume() {
      return new PodVolume(cluster, pod, installed.container(), installed.directory(), attempt);
    }

    @Override
    public RedisServer connect() {
      Route route = dialling.route();
      if (!route.pod().map(PodRef::uid).equals(Optional.of(pod.uid()))) {
        route.close();
        throw StageProblem.passing(
            ProblemCode.CONNECTION_LOST, pod + " was replaced by another one");
      }
      return dialling.connect(route);
    }
  }
}
