package dev.rekindle.worker.redis.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.right.Rights;
import dev.rekindle.contract.right.RoleText;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.contract.stage.StageSpec.SnapshotRedis;
import dev.rekindle.contract.stage.StageSpec.VerifyRedis;
import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import dev.rekindle.sandbox.cluster.kubelet.Image;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.cluster.Cluster;
import dev.rekindle.worker.kit.cluster.fabric.ClusterAccess;
import dev.rekindle.worker.kit.cluster.fabric.FabricCluster;
import dev.rekindle.worker.kit.protocol.RightsFirst;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.load.LoadRedisHandler;
import dev.rekindle.worker.redis.load.VerifyRedisHandler;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.snapshot.SnapshotRedisHandler;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages against the simulated cluster: real API, pods that are real servers. */
class KubernetesRedisSiteIT {

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: backend-redis-storage, namespace: shop}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      - apiVersion: v1
        kind: ConfigMap
        metadata: {name: redis-config, namespace: shop}
        data:
          redis.conf: |
            port 6379
            dir /var/lib/redis/data
      CONFIG
      - apiVersion: v1
        kind: Service
        metadata: {name: backend-redis, namespace: shop}
        spec: {selector: {deployment: backend-redis}, ports: [{port: 6379, targetPort: 6379}]}
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: backend-redis, namespace: shop}
        spec:
          replicas: 1
          strategy: {type: Recreate}
          selector: {matchLabels: {deployment: backend-redis}}
          template:
            metadata: {labels: {deployment: backend-redis}}
            spec:
              containers:
              - name: backend-redis
                image: quay.io/fedora/redis-6
                command: [redis-server, /etc/redis.d/redis.conf]
                readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 1}
                volumeMounts:
                - {name: data, mountPath: /var/lib/redis/data}
                - {name: conf, mountPath: /etc/redis.d}
              volumes:
              - {name: data, persistentVolumeClaim: {claimName: backend-redis-storage}}
              - {name: conf, configMap: {name: redis-config}}
      """
          .replace("CONFIG\n", RedisProcess.THREESCALE.indent(6));

  @TempDir Path folder;
  private SimulatedCluster simulated;
  private KubernetesClient client;
  private Cluster cluster;
  private RedisSites sites;
  private Backups backups;
  private ArtifactStores stores;

  @BeforeEach
  void start() throws Exception {
    simulated =
        SimulatedCluster.start(
            ClusterSettings.in(folder.resolve("cluster")).withNamespaces("default", "shop"));
    simulated
        .images()
        .register("quay.io/fedora/redis-6", Image.of(programs(), List.of(), Map.of()));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(simulated.kubeconfig().toFile()))
            .build();
    client.load(new ByteArrayInputStream(OBJECTS.getBytes())).items().stream()
        .map(HasMetadata.class::cast)
        .forEach(item -> client.resource(item).create());
    cluster = FabricCluster.open("east", ClusterAccess.of(simulated.kubeconfig()), "unused");
    sites = new KubernetesRedisSites(new FakeClusters(cluster));
    backups = new Backups(folder.resolve("store"));
    stores = backups.stores();
  }

  @AfterEach
  void stop() {
    client.close();
    simulated.close();
  }

  @Test
  void a_right_that_is_missing_is_named_by_the_check_with_the_role_to_apply() throws Exception {
    // Given
    LoadRedis spec = new LoadRedis(Backups.target(), Backups.ARTIFACT);
    Set<Right> rights = new TreeSet<>(Rights.of(spec, "shop"));
    rights.removeIf(right -> right.plural().equals("deployments") && right.verb().equals("patch"));
    String account =
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: worker, namespace: shop}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: worker, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: worker}
        subjects:
          - {kind: ServiceAccount, name: worker, namespace: shop}
        """;
    for (String yaml : List.of(account, RoleText.of("worker", rights))) {
      client.load(new ByteArrayInputStream(yaml.getBytes())).inNamespace("shop").create();
    }
    Path kubeconfig =
        Files.writeString(
            folder.resolve("worker"),
            Files.readString(simulated.kubeconfig())
                .replace(simulated.token(), simulated.tokenOf("shop", "worker")));
    FakeAttempt attempt =
        backups.attemptWith(Backups.samples(RedisBinaries.redis6(), folder.resolve("source")));

    try (FabricCluster worker =
        FabricCluster.open("east", ClusterAccess.of(kubeconfig), "unused")) {
      FakeClusters clusters = new FakeClusters(worker);
      StageHandler<LoadRedis> handler =
          RightsFirst.of(
              new LoadRedisHandler(
                  new KubernetesRedisSites(clusters), new SnapshotArtifacts(stores)),
              clusters);

      // When
      Findings findings = handler.check(spec, attempt);

      // Then
      assertThat(findings.findings())
          .filteredOn(finding -> finding.code() == ProblemCode.PERMISSION_MISSING)
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.message()).isEqualTo("The worker may not patch deployments.apps");
            assertThat(finding.remedy()).contains("kind: Role", "[\"deployments\"]", "[\"patch\"]");
          });
      assertThat(findings.findings()).as("the rest is told too").hasSizeGreaterThan(1);
    }
  }

  @Test
  void loads_proves_verifies_and_snapshots_in_a_cluster() throws Exception {
    // Given
    byte[] rdb = Backups.samples(RedisBinaries.redis6(), folder.resolve("source"));
    FakeAttempt attempt = backups.attemptWith(rdb);
    SnapshotArtifacts artifacts = new SnapshotArtifacts(stores);
    LoadRedisHandler load = new LoadRedisHandler(sites, artifacts);
    LoadRedis spec = new LoadRedis(Backups.target(), Backups.ARTIFACT);
    fillOld(attempt);
    SnapshotRedis safety =
        new SnapshotRedis(Backups.target(), Backups.ARTIFACT, SafetyPolicy.REQUIRED);
    new SnapshotRedisHandler(sites, stores).run(safety, attempt);
    String config =
        client.configMaps().inNamespace("shop").withName("redis-config").get().toString();
    assertThat(load.check(spec, attempt).findings())
        .noneMatch(finding -> finding.severity() == Severity.BLOCKER);

    // When
    StageOutcome outcome = load.run(spec, attempt.next());

    // Then
    String uid = ((Done) outcome).outputs().get("target").get("podUid");
    assertThat(client.pods().inNamespace("shop").list().getItems())
        .as("the server's pod, and no helper")
        .extracting(pod -> pod.getMetadata().getUid())
        .containsExactly(uid);
    assertThat(client.configMaps().inNamespace("shop").withName("redis-config").get().toString())
        .isEqualTo(config);
    assertThat(
            new VerifyRedisHandler(sites, artifacts)
                .run(new VerifyRedis(Backups.target(), Backups.ARTIFACT), attempt.next()))
        .isInstanceOf(Done.class);
    assertThat(load.run(spec, attempt.next().next())).isInstanceOf(Done.class);
    assertThat(stores.safety(attempt.context()).completed(Backups.ARTIFACT).orElseThrow().counts())
        .containsEntry("db0", 1L);
  }

  private void fillOld(FakeAttempt attempt) {
    RedisSite site = sites.of(Backups.target(), attempt);
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .ignoreExceptions()
        .until(() -> {
          try (RedisServer redis = site.required().connect()) {
            return redis.ask("SET", "old", "data").text().equals("OK");
          }
        });
  }

  /** Pods have no network of their own: the server must be told its address. */
  private Path programs() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path script =
        Files.writeString(
            bin.resolve("redis-server"),
            """
            #!/bin/sh
            case "$1" in --version) exec SERVER "$@" ;; esac
            exec SERVER "$@" --bind "$SANDBOX_POD_IP"
            """
                .replace("SERVER", RedisBinaries.redis6().toString()));
    script.toFile().setExecutable(true);
    return bin;
  }
}
