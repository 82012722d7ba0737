package dev.rekindle.sandbox.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sandboxes on one machine. */
class TwoClustersIT {

  private static final String POD =
      """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: same}
      spec: {containers: [{name: c, image: any, command: [sleep, "600"]}]}
      """;

  @TempDir Path home;

  @Test
  void the_end_of_one_cluster_does_not_touch_the_pods_of_another() {
    // Given
    SimulatedCluster first = start("first");
    try (SimulatedCluster second = start("second");
        KubernetesClient one = client(first);
        KubernetesClient two = client(second)) {
      Pod ofFirst = run(one);
      Pod ofSecond = run(two);

      // When
      first.close();

      // Then
      assertThat(ofSecond.getStatus().getPodIP()).isNotEqualTo(ofFirst.getStatus().getPodIP());
      Awaitility.await()
          .during(Duration.ofSeconds(2))
          .until(() -> state(two.pods().withName("same").get()).equals("Running 0"));
    } finally {
      first.close();
    }
  }

  private SimulatedCluster start(String name) {
    return SimulatedCluster.start(ClusterSettings.in(home.resolve(name)).withPace(0.1));
  }

  private static KubernetesClient client(SimulatedCluster cluster) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
        .build();
  }

  private static Pod run(KubernetesClient client) {
    client.resource(client.getKubernetesSerialization().<Pod>unmarshal(POD)).create();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> state(client.pods().withName("same").get()).equals("Running 0"));
    return client.pods().withName("same").get();
  }

  private static String state(Pod pod) {
    return pod.getStatus().getPhase()
        + " "
        + pod.getStatus().getContainerStatuses().stream()
            .mapToInt(container -> container.getRestartCount())
            .sum();
  }
}
