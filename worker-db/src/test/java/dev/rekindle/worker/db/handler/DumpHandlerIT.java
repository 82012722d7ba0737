package dev.rekindle.worker.db.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.Credentials;
import dev.rekindle.contract.stage.DatabaseTarget;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.contract.stage.StageSpec.DumpDatabase;
import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import dev.rekindle.sandbox.cluster.kubelet.Image;
import dev.rekindle.worker.db.testing.Backups;
import dev.rekindle.worker.kit.artifact.SafetySet;
import dev.rekindle.worker.kit.cluster.fabric.ClusterAccess;
import dev.rekindle.worker.kit.cluster.fabric.FabricCluster;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeClusters;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps out of a pod of the simulated cluster, whose {@code pg_dump} does what a test wants. */
class DumpHandlerIT {

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: v1
        kind: Secret
        metadata: {name: zync, namespace: shop}
        data: {password: c2VjcmV0}
      - apiVersion: v1
        kind: Service
        metadata: {name: zync-database, namespace: shop}
        spec: {selector: {app: zync-database}, ports: [{port: 5432, targetPort: 5432}]}
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: zync-database, namespace: shop}
        spec:
          replicas: 1
          selector: {matchLabels: {app: zync-database}}
          template:
            metadata: {labels: {app: zync-database}}
            spec:
              containers:
              - {name: postgresql, image: postgres, command: [sleep, "600"]}
      """;

  @TempDir Path folder;
  private SimulatedCluster simulated;
  private FabricCluster cluster;
  private Backups backups;
  private DumpHandler handler;
  private final FakeAttempt attempt =
      FakeAttempt.simple().withArtifacts(Backups.STORE, Backups.SET, Map.of());

  @BeforeEach
  void start() throws Exception {
    Path programs = Files.createDirectories(folder.resolve("bin"));
    simulated =
        SimulatedCluster.start(
            ClusterSettings.in(folder.resolve("cluster")).withNamespaces("default", "shop"));
    simulated.images().register("postgres", Image.of(programs, List.of(), Map.of()));
    cluster = FabricCluster.open("east", ClusterAccess.of(simulated.kubeconfig()), "unused");
    cluster
        .client()
        .load(new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8)))
        .items()
        .stream()
        .map(HasMetadata.class::cast)
        .forEach(item -> cluster.client().resource(item).create());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            cluster.client().pods().inNamespace("shop").list().getItems().stream()
                .anyMatch(io.fabric8.kubernetes.client.readiness.Readiness::isPodReady));
    backups = new Backups(folder.resolve("backups"));
    handler = new DumpHandler(new Databases(new FakeClusters(cluster), backups.stores()));
    try (var in = getClass().getResourceAsStream("/postgres/zync-like.sql")) {
      Files.copy(in, folder.resolve("dump.sql"));
    }
  }

  @AfterEach
  void stop() {
    cluster.close();
    simulated.close();
  }

  /** What {@code pg_dump} is from now on; {@code DUMP} is a whole dump. */
  private void pgDump(String script) throws Exception {
    Path program = folder.resolve("bin/pg_dump");
    Files.writeString(
        program, "#!/bin/sh\n" + script.replace("DUMP", folder.resolve("dump.sql").toString()));
    program.toFile().setExecutable(true);
  }

  private static DumpDatabase spec(SafetyPolicy policy) {
    return new DumpDatabase(
        new DatabaseTarget(
            DatabaseTarget.Engine.POSTGRESQL,
            Endpoint.ofService("zync-database", 5432),
            "zync_production",
            new Credentials(null, "zync", new SecretRef("zync", "password"))),
        "zync",
        policy);
  }

  private SafetySet safety() {
    return backups.stores().safety(attempt.context());
  }

  private void assertNoCopy() {
    assertThat(safety().completed("zync")).isEmpty();
  }

  private StageProblem problem() {
    return catchThrowableOfType(
        StageProblem.class, () -> handler.run(spec(SafetyPolicy.REQUIRED), attempt));
  }

  @Test
  void a_dump_becomes_a_copy_with_its_counts_in_the_manifest() throws Exception {
    // Given
    pgDump("[ \"$2 $3\" = '--exclude-schema=rekindle zync_production' ] && exec cat DUMP");
    // When
    StageOutcome outcome = handler.run(spec(SafetyPolicy.REQUIRED), attempt);
    // Then
    assertThat(outcome).isInstanceOf(StageOutcome.Done.class);
    BackupArtifact copy = safety().completed("zync").orElseThrow();
    assertThat(copy.counts())
        .containsEntry("public.tenants", 3L)
        .containsEntry("public.keyless", 40L);
    assertThat(copy.pin().path()).isEqualTo("zync.sql.gz");
  }

  @Test
  void the_first_copy_stays_when_the_stage_is_repeated() throws Exception {
    // Given
    pgDump("exec cat DUMP");
    handler.run(spec(SafetyPolicy.REQUIRED), attempt);
    BackupArtifact first = safety().completed("zync").orElseThrow();
    pgDump("exit 9");
    // When
    StageOutcome second = handler.run(spec(SafetyPolicy.REQUIRED), attempt.next());
    // Then
    assertThat(second.toString()).contains("taken by an earlier attempt");
    assertThat(safety().completed("zync")).contains(first);
  }

  @Test
  void a_dump_that_fails_in_its_middle_is_no_copy() throws Exception {
    // Given
    pgDump("head -c 500 DUMP; echo connection lost >&2; exit 1");
    // When
    StageProblem problem = problem();
    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.COMMAND_FAILED);
    assertThat(problem.detail()).contains("connection lost", "pg_dump");
    assertNoCopy();
  }

  @Test
  void a_broken_pipe_that_looks_like_success_is_seen_by_the_missing_trailer() throws Exception {
    // Given
    pgDump("head -c 1500 DUMP; exit 0");
    // When
    StageProblem problem = problem();
    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.ARTIFACT_TRUNCATED);
    assertNoCopy();
  }

  @Test
  void a_copy_that_is_only_wished_for_does_not_hold_the_restore_up() throws Exception {
    // Given
    pgDump("exit 1");
    // When
    StageOutcome outcome = handler.run(spec(SafetyPolicy.BEST_EFFORT), attempt);
    // Then
    assertThat(outcome.toString()).contains("not taken: COMMAND_FAILED");
    assertNoCopy();
  }
}
