package dev.rekindle.worker.k8s.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.StageSpec.CaptureOriginals;
import dev.rekindle.contract.stage.StageSpec.FenceApplication;
import dev.rekindle.contract.stage.StageSpec.QuiesceWorkloads;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.StageSpec.SaveFiles;
import dev.rekindle.contract.stage.StageSpec.StartWorkloads;
import dev.rekindle.contract.stage.StageSpec.SyncFiles;
import dev.rekindle.contract.stage.StageSpec.UnfenceApplication;
import dev.rekindle.contract.stage.StageSpec.VerifyApplication;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.sandbox.cluster.ClusterSettings;
import dev.rekindle.sandbox.cluster.SimulatedCluster;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.KitApplications;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.cluster.fabric.ClusterAccess;
import dev.rekindle.worker.kit.cluster.fabric.FabricCluster;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeClusters;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole round of the kinds over a simulated cluster whose pods are real processes. */
class RoundIT {

  private static final String NAMESPACE = "threescale";
  private static final RestoreId RESTORE = RestoreId.parse("0198c2f0-7a51-7c3e-9d0b-2f1a3c5d7e91");
  private static final WorkloadRef OPERATOR = WorkloadRef.parse("deployment/operator");
  private static final WorkloadRef APP = WorkloadRef.parse("deployment/system-app");
  private static final Pace PACE =
      new Pace(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(10));

  @TempDir static Path directory;
  private static SimulatedCluster simulated;
  private static FabricCluster cluster;
  private static KubernetesClient client;
  private static Applications applications;
  private static ArtifactStores stores;
  private long fence = 10;

  @BeforeAll
  static void start() {
    simulated = SimulatedCluster.start(ClusterSettings.in(directory.resolve("c")));
    cluster = FabricCluster.open("east", ClusterAccess.of(simulated.kubeconfig()), "helper");
    client = cluster.client();
    client
        .load(RoundIT.class.getResourceAsStream("/dev/rekindle/worker/k8s/target/round.yaml"))
        .inNamespace(NAMESPACE)
        .create();
    applications = new KitApplications(new FakeClusters(cluster));
    stores = Fixture.stores(directory.resolve("s"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    simulated.close();
  }

  private <S extends StageSpec> Done run(
      StageHandler<S> handler, S spec, String stage, Map<String, Map<String, String>> inputs)
      throws IOException {
    FakeAttempt attempt =
        new FakeAttempt(
            new AttemptRef(RESTORE, new StageId(stage), 1, fence++),
            new StageContext(
                "shop",
                "east",
                NAMESPACE,
                new BackupPin("backups", "monday", backup()),
                "safety-" + RESTORE,
                inputs,
                Duration.ofSeconds(30),
                Instant.now().plusSeconds(60)));
    assertThat(handler.check(spec, attempt).blocked()).as("check of " + stage).isFalse();
    StageOutcome outcome = handler.run(spec, attempt);
    assertThat(outcome).as(stage).isInstanceOf(Done.class);
    return (Done) outcome;
  }

  private static Map<String, ArtifactPin> backup() throws IOException {
    Path folder = directory.resolve("s/monday/system");
    Map<String, String> texts =
        Map.of("provider/logo one.png", "logo", "it's \"quoted\" \u00fc\ud83d\ude00.txt", "text");
    List<FileListing.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Files.createDirectories(folder.resolve(text.getKey()).getParent());
      Files.writeString(folder.resolve(text.getKey()), text.getValue());
      entries.add(FakeVolume.entry(text.getKey(), text.getValue()));
    }
    FileListing listing = new FileListing(entries);
    return Map.of(
        "system-storage",
        new ArtifactPin("system", ArtifactFormat.FILES, listing.digest(), listing.bytes()));
  }

  private static int replicas(String name) {
    return client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(name)
        .get()
        .getSpec()
        .getReplicas();
  }

  @Test
  void a_restore_quiesces_copies_runs_and_brings_everything_back() throws IOException {
    Done captured =
        run(
            new CaptureHandler(applications),
            new CaptureOriginals(List.of(OPERATOR, APP), null, List.of(), Map.of()),
            "capture",
            Map.of());
    Map<String, Map<String, String>> originals =
        Map.of("originals", captured.outputs().get("originals"));
    run(
        new FenceHandler(applications, PACE),
        new FenceApplication("rekindle-shop", OPERATOR),
        "fence",
        Map.of());
    run(
        new QuiesceHandler(applications, PACE),
        new QuiesceWorkloads(List.of(APP), List.of()),
        "quiesce",
        Map.of());
    assertThat(client.pods().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    run(
        new SaveFilesHandler(applications, stores),
        new SaveFiles("system-storage", "system-storage", SafetyPolicy.REQUIRED),
        "safety-storage",
        Map.of());
    SyncFiles sync = new SyncFiles("system-storage", "system-storage");
    Done synced = run(new SyncFilesHandler(applications, stores), sync, "storage", Map.of());
    Done again = run(new SyncFilesHandler(applications, stores), sync, "again", Map.of());
    assertThat(synced.evidence()).anyMatch(e -> e.value().startsWith("2 files, "));
    assertThat(again.evidence()).anyMatch(e -> e.value().startsWith("0 files, "));
    Done hook =
        run(
            new RunHandler(applications, PACE),
            new RunCommand(
                APP,
                "system-master",
                List.of("sh", "-c", "ls /opt/system/public/system; echo token=abc"),
                Duration.ofSeconds(30)),
            "deploy-hook",
            Map.of());
    assertThat(hook.evidence())
        .anyMatch(e -> e.value().contains("provider") && e.value().contains("token=***"));
    run(
        new StartHandler(applications, PACE),
        new StartWorkloads(List.of(APP)),
        "up-system",
        originals);
    run(
        new UnfenceHandler(applications, PACE),
        new UnfenceApplication("rekindle-shop", OPERATOR),
        "unfence",
        originals);

    run(
        new VerifyHandler(applications, PACE),
        new VerifyApplication(List.of(OPERATOR, APP), List.of(), null),
        "verify",
        originals);

    assertThat(replicas("system-app")).isEqualTo(2);
    assertThat(replicas("operator")).isEqualTo(1);
    assertThat(client.configMaps().inNamespace(NAMESPACE).withName("rekindle-originals-shop").get())
        .isNull();
  }
}
