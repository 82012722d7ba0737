package dev.rekindle.worker.k8s.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import dev.rekindle.worker.k8s.plan.Autoscaler;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.k8s.plan.JobState;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.fabric.ClusterAccess;
import dev.rekindle.worker.kit.cluster.fabric.FabricCluster;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeClusters;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target against the simulated API server, which is held to recorded answers of a real one. */
class KitTargetIT {

  private static final String NAMESPACE = "threescale";
  private static final WorkloadRef WEB = WorkloadRef.parse("deployment/web");
  private static final RestoreId RESTORE = RestoreId.parse("0198c2f0-7a51-7c3e-9d0b-2f1a3c5d7e91");

  @TempDir static Path directory;
  private static SimulatedCluster simulated;
  private static FabricCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    simulated = SimulatedCluster.start(ClusterSettings.in(directory));
    cluster = FabricCluster.open("east", ClusterAccess.of(simulated.kubeconfig()), "helper");
    client = cluster.client();
    client
        .load(KitTargetIT.class.getResourceAsStream("/dev/rekindle/worker/k8s/target/web.yaml"))
        .inNamespace(NAMESPACE)
        .create();
  }

  @AfterAll
  static void stop() {
    cluster.close();
    simulated.close();
  }

  private static FakeAttempt attempt(int number, long fence) {
    return new FakeAttempt(
        new AttemptRef(RESTORE, new StageId("deploy-hook"), number, fence),
        new StageContext(
            "shop",
            "east",
            NAMESPACE,
            new BackupPin("backups", "monday", Map.of()),
            "safety",
            Map.of(),
            Duration.ofSeconds(30),
            Instant.now().plusSeconds(20)));
  }

  private static Application open(FakeAttempt attempt) {
    Cluster typed = cluster;
    return new KitApplications(new FakeClusters(typed)).open(attempt);
  }

  private static Deployment web() {
    return client.apps().deployments().inNamespace(NAMESPACE).withName("web").get();
  }

  @Test
  void scaling_leaves_the_token_and_a_stale_attempt_changes_nothing() {
    boolean changed = open(attempt(2, 20)).workloads().scale(WEB, 0);

    assertThatThrownBy(() -> open(attempt(1, 10)).workloads().scale(WEB, 3))
        .isInstanceOf(AttemptEnded.class);

    assertThat(changed).isTrue();
    assertThat(web().getSpec().getReplicas()).isZero();
    assertThat(web().getMetadata().getAnnotations()).containsEntry(Labels.FENCE, "20");
    assertThat(open(attempt(2, 20)).workloads().scale(WEB, 0)).isFalse();
  }

  @Test
  void fields_of_a_custom_resource_are_read_from_its_metadata_too() {
    ObjectRef manager = new ObjectRef("apps.3scale.net/v1alpha1", "APIManager", "versioned");
    client
        .load(
            new ByteArrayInputStream(
                """
                apiVersion: apps.3scale.net/v1alpha1
                kind: APIManager
                metadata:
                  name: versioned
                  annotations: {apps.3scale.net/apimanager-threescale-version: 2.15.5}
                spec: {wildcardDomain: example.com}
                """
                    .getBytes(StandardCharsets.UTF_8)))
        .inNamespace(NAMESPACE)
        .create();
    String version = "/metadata/annotations/apps.3scale.net~1apimanager-threescale-version";

    Map<String, String> fields =
        open(attempt(1, 1))
            .workloads()
            .fields(manager, List.of(version, "/spec/wildcardDomain", "/spec/none", "/kind"))
            .orElseThrow();

    assertThat(fields)
        .containsEntry(version, "\"2.15.5\"")
        .containsEntry("/spec/wildcardDomain", "\"example.com\"")
        .containsEntry("/spec/none", "absent")
        .containsEntry("/kind", "\"APIManager\"");
  }

  @Test
  void an_autoscaler_is_found_by_its_target() {
    client
        .load(
            new ByteArrayInputStream(
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: by-load}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  maxReplicas: 4
                """
                    .getBytes(StandardCharsets.UTF_8)))
        .inNamespace(NAMESPACE)
        .create();

    Workloads workloads = open(attempt(1, 1)).workloads();

    assertThat(workloads.autoscaler(WEB)).hasValue(new Autoscaler("by-load", 1, 4));
    assertThat(workloads.autoscaler(WorkloadRef.parse("deployment/other"))).isEmpty();
    assertThat(workloads.autoscaler(WorkloadRef.parse("deploymentconfig/web"))).isEmpty();
  }

  @Test
  void a_workload_that_is_right_already_still_gets_the_token() {
    Deployment other = web();
    other.getMetadata().setName("right");
    other.getMetadata().setResourceVersion(null);
    other.getMetadata().setUid(null);
    other.getMetadata().setAnnotations(null);
    other.getSpec().setReplicas(2);
    client.resource(other).inNamespace(NAMESPACE).create();
    WorkloadRef ref = WorkloadRef.parse("deployment/right");

    boolean changed = open(attempt(1, 7)).workloads().scale(ref, 2);

    assertThat(changed).isFalse();
    assertThatThrownBy(() -> open(attempt(1, 6)).workloads().scale(ref, 0))
        .isInstanceOf(AttemptEnded.class);
  }

  @Test
  void keys_of_a_secret_are_set_and_all_others_stay() {
    ObjectRef ref = new ObjectRef("v1", "Secret", "zync");
    Objects objects = open(attempt(1, 5)).objects();
    objects.create(DataObject.of(ref, Map.of(), Map.of("A", "YQ==", "B", "Yg==")));
    DataObject seen = objects.find(ref).orElseThrow();

    objects.setKeys(seen, Map.of("A", "bmV3"));

    assertThat(objects.find(ref).orElseThrow().data())
        .containsOnly(Map.entry("A", "bmV3"), Map.entry("B", "Yg=="));
    assertThatThrownBy(() -> objects.setKeys(seen, Map.of("A", "eA==")))
        .isInstanceOf(StageProblem.class)
        .extracting(problem -> ((StageProblem) problem).code())
        .isEqualTo(ProblemCode.CONFLICT);
  }

  @Test
  void an_object_is_created_once_and_stays_as_it_is() {
    ObjectRef ref = new ObjectRef("v1", "ConfigMap", "rekindle-originals-shop");
    Objects objects = open(attempt(1, 5)).objects();

    boolean first = objects.create(DataObject.of(ref, Map.of(), Map.of("originals", "a = 1\n")));
    boolean second = objects.create(DataObject.of(ref, Map.of(), Map.of("originals", "a = 0\n")));

    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(objects.find(ref).orElseThrow().data()).containsEntry("originals", "a = 1\n");
    objects.delete(ref);
    assertThat(objects.find(ref)).isEmpty();
  }

  @Test
  void the_job_keeps_the_containers_world_and_loses_what_would_hurt() {
    Jobs jobs = open(attempt(1, 30)).jobs();
    RunCommand command =
        new RunCommand(WEB, "main", List.of("rake", "boot"), Duration.ofMinutes(2));

    jobs.create("rekindle-deploy-hook-0198c2f0-1", command);
    jobs.create("rekindle-deploy-hook-0198c2f0-1", command);

    Job job =
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(NAMESPACE)
            .withName("rekindle-deploy-hook-0198c2f0-1")
            .get();
    var pod = job.getSpec().getTemplate();
    assertThat(pod.getSpec().getContainers()).hasSize(1);
    var container = pod.getSpec().getContainers().getFirst();
    assertThat(container.getCommand()).containsExactly("rake", "boot");
    assertThat(container.getArgs()).isEmpty();
    assertThat(container.getReadinessProbe()).isNull();
    assertThat(container.getEnv()).extracting("name").containsExactly("SECRET_KEY_BASE");
    assertThat(pod.getSpec().getVolumes()).extracting("name").containsExactly("storage");
    assertThat(pod.getSpec().getInitContainers()).isEmpty();
    assertThat(pod.getMetadata().getLabels()).doesNotContainKey("deployment");
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(jobs.all())
        .filteredOn(JobState::ours)
        .singleElement()
        .satisfies(state -> assertThat(state.fence()).isEqualTo(30));
  }

  @Test
  void absent_fields_of_the_custom_resource_are_told_from_null_ones() {
    ObjectRef manager = new ObjectRef("apps.3scale.net/v1alpha1", "APIManager", "apimanager");

    Map<String, String> fields =
        open(attempt(1, 5))
            .workloads()
            .fields(manager, List.of("/spec/system/appSpec/replicas", "/spec/zync"))
            .orElseThrow();

    assertThat(fields)
        .containsEntry("/spec/system/appSpec/replicas", "3")
        .containsEntry("/spec/zync", "absent");
  }

  @Test
  void the_lease_tells_restores_of_this_application_from_others() {
    Fence fence = open(attempt(1, 5)).fence();

    fence.take("rekindle-shop");

    Fence.Holder holder = fence.holder("rekindle-shop").orElseThrow();
    assertThat(holder.sameApplication()).isTrue();
    assertThat(holder.restore()).isEqualTo(RESTORE.toString());
    fence.release("rekindle-shop");
    assertThat(fence.holder("rekindle-shop")).isEmpty();
  }

  @Test
  void rights_are_asked_of_the_server() {
    assertThat(
            open(attempt(1, 5)).objects().allowed(new Right(NAMESPACE, "", "pods/exec", "create")))
        .isTrue();
  }
}
