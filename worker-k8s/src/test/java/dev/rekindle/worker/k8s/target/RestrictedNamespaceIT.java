package dev.rekindle.worker.k8s.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import dev.rekindle.sandbox.cluster.kubelet.Image;
import dev.rekindle.worker.kit.cluster.HelperPods.HelperPod;
import dev.rekindle.worker.kit.cluster.HelperPods.Mount;
import dev.rekindle.worker.kit.cluster.fabric.ClusterAccess;
import dev.rekindle.worker.kit.cluster.fabric.FabricCluster;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Helper pods where the pod security standard {@code restricted} is enforced. */
class RestrictedNamespaceIT {

  private static final List<Mount> MOUNTS = List.of(new Mount("files", "/claim", false));

  @TempDir Path directory;
  private SimulatedCluster simulated;

  @BeforeEach
  void start() {
    simulated =
        SimulatedCluster.start(
            ClusterSettings.in(directory).withNamespaces("default", "shop").withPace(0.02));
    simulated.images().register("helper", Image.of(directory, List.of(), Map.of()));
    try (FabricCluster cluster = cluster(OptionalLong.empty())) {
      cluster
          .client()
          .namespaces()
          .withName("shop")
          .edit(found ->
              new NamespaceBuilder(found)
                  .editMetadata()
                  .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                  .endMetadata()
                  .build());
      cluster
          .client()
          .resource(
              new PersistentVolumeClaimBuilder()
                  .withNewMetadata()
                  .withNamespace("shop")
                  .withName("files")
                  .endMetadata()
                  .withNewSpec()
                  .withAccessModes("ReadWriteOnce")
                  .withNewResources()
                  .addToRequests("storage", new Quantity("1Gi"))
                  .endResources()
                  .endSpec()
                  .build())
          .create();
    }
  }

  @AfterEach
  void stop() {
    simulated.close();
  }

  private FabricCluster cluster(OptionalLong user) {
    return FabricCluster.open("east", ClusterAccess.of(simulated.kubeconfig()), "helper", user);
  }

  @Test
  void a_helper_of_no_certain_user_is_refused_and_the_setting_is_named() {
    try (FabricCluster cluster = cluster(OptionalLong.empty())) {
      assertThatThrownBy(() -> cluster.helperPods().mounting("shop", MOUNTS, FakeAttempt.simple()))
          .isInstanceOfSatisfying(
              StageProblem.class,
              problem -> {
                assertThat(problem.code()).isEqualTo(ProblemCode.TARGET_UNSUITABLE);
                assertThat(problem.detail())
                    .contains(
                        "violates PodSecurity \"restricted:latest\"",
                        "runAsNonRoot != true",
                        "seccompProfile",
                        "unrestricted capabilities",
                        "rekindle.worker.helper.user")
                    .doesNotContain("allowPrivilegeEscalation != false");
              });
    }
  }

  @Test
  void a_helper_of_the_files_owner_is_admitted_and_runs() {
    try (FabricCluster cluster = cluster(OptionalLong.of(1001));
        HelperPod helper = cluster.helperPods().mounting("shop", MOUNTS, FakeAttempt.simple())) {
      Pod pod = cluster.client().pods().inNamespace("shop").withName(helper.pod().name()).get();
      assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(1001L);
      assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
    }
  }
}
