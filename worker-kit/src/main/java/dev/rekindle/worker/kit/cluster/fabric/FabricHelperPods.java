package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.cluster.HelperPods;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.stage.Uninterrupted;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.openshift.client.OpenShiftClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Helper pods over the fabric8 client. */
final class FabricHelperPods implements HelperPods {

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String REKINDLE = "rekindle";
  private static final String RESTORE = "rekindle.dev/restore";
  private static final String STAGE = "rekindle.dev/stage";
  private static final String ATTEMPT = "rekindle.dev/attempt";
  private static final String FENCE = "rekindle.dev/fence";

  /** A sleeping shell ignores the polite signal. */
  private static final long GRACE_SECONDS = 2;

  private final OpenShiftClient client;
  private final Problems problems;
  private final FabricPods pods;
  private final String image;
  private final OptionalLong user;

  FabricHelperPods(
      OpenShiftClient client, Problems problems, FabricPods pods, String image, OptionalLong user) {
    this.client = client;
    this.problems = problems;
    this.pods = pods;
    this.image = image;
    this.user = user;
  }

  @Override
  public HelperPod mounting(String namespace, List<Mount> mounts, Attempt attempt) {
    PodSpecBuilder spec = new PodSpecBuilder();
    for (int i = 0; i < mounts.size(); i++) {
      spec.addNewVolume()
          .withName("claim-" + i)
          .withNewPersistentVolumeClaim(mounts.get(i).claim(), mounts.get(i).readOnly())
          .endVolume();
    }
    spec.addNewContainer()
        .withName(CONTAINER)
        .withImage(image)
        // Ends by itself: a helper whose worker is never seen again must not stay for ever.
        .withCommand("sleep", Long.toString(attempt.remaining().toSeconds() + 600))
        .withVolumeMounts(
            IntStream.range(0, mounts.size())
                .mapToObj(i ->
                    new io.fabric8.kubernetes.api.model.VolumeMountBuilder()
                        .withName("claim-" + i)
                        .withMountPath(mounts.get(i).path())
                        .withReadOnly(mounts.get(i).readOnly())
                        .build())
                .toList())
        .withSecurityContext(security())
        .endContainer();
    user.ifPresent(id ->
        spec.withNewSecurityContext()
            .withRunAsUser(id)
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext());
    return running(namespace, spec.build(), CONTAINER, attempt);
  }

  private SecurityContext security() {
    SecurityContextBuilder context =
        new SecurityContextBuilder().withAllowPrivilegeEscalation(false);
    if (user.isPresent()) {
      context.withNewCapabilities().addToDrop("ALL").endCapabilities();
    }
    return context.build();
  }

  @Override
  public HelperPod running(String namespace, PodSpec spec, String container, Attempt attempt) {
    removeEarlier(namespace, claimsOf(spec), attempt);
    Pod pod = create(namespace, podOf(namespace, spec, attempt.ref()), attempt.ref());
    String name = pod.getMetadata().getName();
    try {
      return new Helper(pods.awaitReady(namespace, name, attempt), container);
    } catch (StageProblem | AttemptEnded e) {
      deleteSafely(namespace, name, pod.getMetadata().getUid());
      throw e;
    }
  }

  private static Pod podOf(String namespace, PodSpec spec, AttemptRef ref) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(nameOf(ref))
        .addToLabels(MANAGED_BY, REKINDLE)
        .addToLabels(RESTORE, ref.restore().toString())
        .addToLabels(STAGE, ref.stage().toString())
        .addToAnnotations(RESTORE, ref.restore().toString())
        .addToAnnotations(STAGE, ref.stage().toString())
        .addToAnnotations(ATTEMPT, Integer.toString(ref.number()))
        .addToAnnotations(FENCE, Long.toString(ref.fence()))
        .endMetadata()
        .withSpec(
            new PodSpecBuilder(spec)
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .build())
        .build();
  }

  private static String nameOf(AttemptRef ref) {
    String restore = ref.restore().toString().substring(0, 8);
    return "rekindle-" + ref.stage() + "-" + restore + "-" + ref.number();
  }

  private Pod create(String namespace, Pod wanted, AttemptRef ref) {
    String name = wanted.getMetadata().getName();
    return problems.call(
        "create helper pod " + name + " in " + namespace,
        () -> {
          try {
            return client.pods().inNamespace(namespace).resource(wanted).create();
          } catch (KubernetesClientException e) {
            if (!Problems.alreadyExists(e)) {
              throw e;
            }
            // Our own request whose answer was lost, or another worker with the same attempt.
            return pods.find(namespace, name)
                .filter(found -> fenceOf(found) == ref.fence())
                .filter(found -> found.getMetadata().getDeletionTimestamp() == null)
                .orElseThrow(() ->
                    StageProblem.passing(
                        ProblemCode.CONFLICT, "Another pod is named " + name + " already"));
          }
        });
  }

  @Override
  public void removeEarlier(String namespace, Attempt attempt) {
    removeEarlier(namespace, Set.of(), attempt);
  }

  /** Those of this stage, and those of other restores that mount one of the claims. */
  private void removeEarlier(String namespace, Set<String> claims, Attempt attempt) {
    AttemptRef ref = attempt.ref();
    while (true) {
      List<Pod> left =
          pods.all(namespace, Map.of(MANAGED_BY, REKINDLE)).stream()
              .filter(pod -> isInTheWay(pod, claims, ref))
              .toList();
      if (left.isEmpty()) {
        return;
      }
      for (Pod pod : left) {
        if (fenceOf(pod) > ref.fence()) {
          throw AttemptEnded.superseded(fenceOf(pod));
        }
        if (pod.getMetadata().getDeletionTimestamp() == null) {
          delete(namespace, pod.getMetadata().getName(), pod.getMetadata().getUid());
        }
      }
      if (attempt.remaining().isZero()) {
        throw StageProblem.passing(
            ProblemCode.ROLLOUT_STALLED,
            "Helper pods of earlier attempts do not go away in " + namespace);
      }
      attempt.pause(Duration.ofMillis(250));
    }
  }

  private static boolean isInTheWay(Pod pod, Set<String> claims, AttemptRef ref) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    boolean sameRestore = ref.restore().toString().equals(labels.get(RESTORE));
    boolean sameStage = ref.stage().toString().equals(labels.get(STAGE));
    boolean own = sameRestore && sameStage && fenceOf(pod) == ref.fence();
    return labels.containsKey(RESTORE)
        && !own
        && (sameRestore ? sameStage : claimsOf(pod.getSpec()).stream().anyMatch(claims::contains));
  }

  private static Set<String> claimsOf(PodSpec spec) {
    return spec.getVolumes().stream()
        .filter(volume -> volume.getPersistentVolumeClaim() != null)
        .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static long fenceOf(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String fence = annotations == null ? null : annotations.get(FENCE);
    return fence == null ? 0 : Long.parseLong(fence);
  }

  /** Only this very pod: the name may have been given to a successor. */
  private void delete(String namespace, String name, String uid) {
    problems.call(
        "delete helper pod " + name + " in " + namespace,
        () -> {
          boolean still =
              pods.find(namespace, name)
                  .filter(pod -> pod.getMetadata().getUid().equals(uid))
                  .isPresent();
          return still
              ? client
                  .pods()
                  .inNamespace(namespace)
                  .withName(name)
                  .withGracePeriod(GRACE_SECONDS)
                  .delete()
              : List.of();
        });
  }

  private void deleteSafely(String namespace, String name, String uid) {
    try {
      Uninterrupted.within(Duration.ofSeconds(10), () -> delete(namespace, name, uid));
    } catch (StageProblem e) {
      // The next attempt removes it; this one's result must not suffer.
      System.getLogger(FabricHelperPods.class.getName())
          .log(System.Logger.Level.WARNING, "Helper pod stays for now: " + e.detail());
    }
  }

  private final class Helper implements HelperPod {
    private final PodRef pod;
    private final String container;

    Helper(PodRef pod, String container) {
      this.pod = pod;
      this.container = container;
    }

    @Override
    public PodRef pod() {
      return pod;
    }

    @Override
    public String container() {
      return container;
    }

    @Override
    public void close() {
      deleteSafely(pod.namespace(), pod.name(), pod.uid());
    }
  }
}
