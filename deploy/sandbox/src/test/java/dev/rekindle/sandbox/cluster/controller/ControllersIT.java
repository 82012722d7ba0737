package dev.rekindle.sandbox.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.openshift.client.OpenShiftClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllersIT {
  @TempDir Path directory;
  SimulatedCluster cluster;
  OpenShiftClient client;

  @BeforeEach
  void start() {
    cluster = SimulatedCluster.start(ClusterSettings.in(directory).withPace(0.1));
    Config config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
    config.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(config).build().adapt(OpenShiftClient.class);
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  void create(String yaml) {
    HasMetadata object = client.getKubernetesSerialization().unmarshal("---\n" + yaml);
    client.resource(object).create();
  }

  static void eventually(ThrowingRunnable assertion) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(assertion);
  }

  static void until(Callable<Boolean> holds) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(holds);
  }

  static String workload(String kind, String strategy) {
    String dc = kind.equals("DeploymentConfig") ? "{app: w}" : "{matchLabels: {app: w}}";
    return """
    apiVersion: %s
    kind: %s
    metadata: {name: w}
    spec:
      replicas: 1
      strategy: {type: %s}
      selector: %s
      triggers: [{type: ConfigChange}]
      template:
        metadata: {labels: {app: w}}
        spec:
          terminationGracePeriodSeconds: 1
          containers: [{name: c, image: any, command: [sleep, "600"]}]
    """
        .replace(
            "  triggers: [{type: ConfigChange}]\n",
            kind.equals("Deployment") ? "" : "  triggers: [{type: ConfigChange}]\n")
        .formatted(
            kind.equals("Deployment") ? "apps/v1" : "apps.openshift.io/v1", kind, strategy, dc);
  }

  static boolean complete(Deployment d) {
    var status = d.getStatus();
    Integer wanted = d.getSpec().getReplicas();
    return status.getObservedGeneration() >= d.getMetadata().getGeneration()
        && wanted.equals(status.getUpdatedReplicas())
        && wanted.equals(status.getReplicas())
        && wanted.equals(status.getAvailableReplicas());
  }

  @Test
  void a_deployment_rolls_to_a_new_template_and_scales_to_zero_with_null_numbers() {
    create(workload("Deployment", "RollingUpdate"));
    until(() -> complete(client.apps().deployments().withName("w").get()));
    String first = client.pods().list().getItems().getFirst().getMetadata().getName();
    client
        .apps()
        .deployments()
        .withName("w")
        .edit(d ->
            d.edit()
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations("attempt", "1")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build());
    until(() -> complete(client.apps().deployments().withName("w").get()));
    until(() -> client.pods().withName(first).get() == null);
    assertThat(client.apps().replicaSets().list().getItems()).hasSize(2);
    client.apps().deployments().withName("w").scale(0);
    until(() -> client.pods().list().getItems().isEmpty());
    eventually(() ->
        assertThat(client.apps().deployments().withName("w").get().getStatus().getReplicas())
            .isNull());
  }

  @Test
  void a_recreate_never_has_two_pods_at_work() {
    create(workload("Deployment", "Recreate"));
    until(() -> complete(client.apps().deployments().withName("w").get()));
    client.apps().deployments().withName("w").rolling().restart();
    until(() -> {
      assertThat(client.pods().list().getItems().size()).isLessThanOrEqualTo(1);
      Deployment d = client.apps().deployments().withName("w").get();
      return complete(d)
          && d.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision").equals("2");
    });
  }

  @Test
  void a_deployment_config_rolls_out_on_instantiate() {
    create(workload("DeploymentConfig", "Recreate"));
    eventually(() -> assertThat(client.pods().list().getItems()).hasSize(1));
    until(() -> phase(1).equals("Complete"));
    client.raw(
        "/apis/apps.openshift.io/v1/namespaces/threescale/deploymentconfigs/w/instantiate",
        "POST",
        java.util.Map.of(
            "kind",
            "DeploymentRequest",
            "apiVersion",
            "apps.openshift.io/v1",
            "name",
            "w",
            "latest",
            true,
            "force",
            true));
    until(() -> phase(2).equals("Complete"));
    assertThat(client.deploymentConfigs().withName("w").get().getStatus().getLatestVersion())
        .isEqualTo(2);
    assertThat(client.pods().list().getItems()).hasSize(1);
  }

  String phase(int version) {
    return client
        .replicationControllers()
        .withName("w-" + version)
        .get()
        .getMetadata()
        .getAnnotations()
        .get("openshift.io/deployment.phase");
  }

  @Test
  void a_job_that_fails_twice_says_so_in_order() {
    create(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: j}
        spec:
          backoffLimit: 1
          template:
            spec:
              restartPolicy: Never
              containers: [{name: c, image: any, command: [sh, -c, 'exit 1']}]
        """);
    eventually(() -> {
      Job job = client.batch().v1().jobs().withName("j").get();
      assertThat(job.getStatus().getConditions())
          .extracting(c -> c.getType() + "/" + c.getReason())
          .containsExactly("FailureTarget/BackoffLimitExceeded", "Failed/BackoffLimitExceeded");
      assertThat(job.getStatus().getFailed()).isEqualTo(2);
    });
  }

  @Test
  void an_object_whose_owner_is_gone_is_collected_and_one_of_an_unknown_kind_is_not() {
    String map =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: %s
          ownerReferences: [{apiVersion: %s, kind: %s, name: x, uid: 00000000-0000-0000-0000-000000000000}]
        """;
    create(map.formatted("known", "apps/v1", "Deployment"));
    create(map.formatted("unknown", "nobody.example/v1", "Thing"));
    until(() -> client.configMaps().withName("known").get() == null);
    assertThat(client.configMaps().withName("unknown").get()).isNotNull();
  }
}
