package dev.rekindle.worker.k8s.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.ObjectRestore;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec.ApplyObjects;
import dev.rekindle.contract.stage.StageSpec.SaveObjects;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.Digests;
import dev.rekindle.worker.kit.artifact.Manifests;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectHandlersTest {

  private static final ObjectRef ZYNC = Fixture.secret("zync");
  private static final ApplyObjects ORDER =
      new ApplyObjects(List.of(new ObjectRestore("object-zync", ZYNC, List.of("SECRET_KEY_BASE"))));

  @TempDir Path root;
  private final World world = Fixture.world();

  private ArtifactStores stores() {
    return Fixture.stores(root);
  }

  private FakeAttempt withBackup(String json) throws IOException {
    Path set = Files.createDirectories(root.resolve("monday"));
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Files.write(set.resolve("zync.json"), bytes);
    return FakeAttempt.simple()
        .withArtifacts(
            "backups",
            "monday",
            Map.of(
                "object-zync",
                new ArtifactPin(
                    "zync.json",
                    ArtifactFormat.KUBERNETES_OBJECT,
                    Digests.sha256(bytes),
                    bytes.length)));
  }

  private static String json(String kind, String namespace, String data) {
    return """
    {"apiVersion":"v1","kind":"%s","type":"Opaque","metadata":{"name":"zync","namespace":"%s",
    "uid":"1","resourceVersion":"7","ownerReferences":[{"kind":"APIManager","uid":"gone"}],
    "managedFields":[],"creationTimestamp":"2026-01-01T00:00:00Z"},"data":%s}\
    """
        .formatted(kind, namespace, data);
  }

  private List<Finding> check(FakeAttempt attempt) {
    return new ApplyObjectsHandler(world, stores()).check(ORDER, attempt).findings();
  }

  @Test
  void only_the_keys_coupled_to_the_data_come_from_the_backup() throws IOException {
    world.objects.put(
        ZYNC, Fixture.secret("zync", Map.of("SECRET_KEY_BASE", "new", "DATABASE_URL", "target")));
    FakeAttempt attempt =
        withBackup(
            json("Secret", "shop", "{\"SECRET_KEY_BASE\":\"b2xk\",\"DATABASE_URL\":\"c3Jj\"}"));

    new ApplyObjectsHandler(world, stores()).run(ORDER, attempt);

    assertThat(world.objects.get(ZYNC).data())
        .containsEntry("SECRET_KEY_BASE", Fixture.base64("old"))
        .containsEntry("DATABASE_URL", Fixture.base64("target"));
  }

  @Test
  void a_missing_object_is_created_whole_and_without_an_owner() throws IOException {
    FakeAttempt attempt =
        withBackup(
            json("Secret", "shop", "{\"SECRET_KEY_BASE\":\"b2xk\",\"DATABASE_URL\":\"c3Jj\"}"));

    new ApplyObjectsHandler(world, stores()).run(ORDER, attempt);

    assertThat(world.objects.get(ZYNC).data()).hasSize(2);
    assertThat(world.objects.get(ZYNC).annotations()).doesNotContainKey("ownerReferences");
  }

  @Test
  void what_does_not_fit_is_found_by_the_check() throws IOException {
    assertThat(check(withBackup(json("ConfigMap", "shop", "{\"SECRET_KEY_BASE\":\"x\"}"))))
        .anyMatch(
            f -> f.code() == ProblemCode.ARTIFACT_CORRUPT && f.message().contains("ConfigMap"));
    assertThat(check(withBackup(json("Secret", "shop", "{\"SECRET_KEY_BASE\":\"n o t\"}"))))
        .anyMatch(f -> f.message().contains("not base64") && !f.message().contains("n o t"));
    assertThat(check(withBackup(json("Secret", "shop", "{\"OTHER\":\"b2xk\"}"))))
        .anyMatch(f -> f.message().contains("lacks keys [SECRET_KEY_BASE]"));
    assertThat(check(withBackup(json("Secret", "elsewhere", "{\"SECRET_KEY_BASE\":\"b2xk\"}"))))
        .anyMatch(f -> f.code() == ProblemCode.CONFLICT && f.message().contains("elsewhere"));
    assertThat(check(withBackup("{\"kind\":")))
        .anyMatch(f -> f.code() == ProblemCode.ARTIFACT_CORRUPT);
  }

  @Test
  void an_undo_brings_back_what_was_there_and_no_secret_leaves_the_cluster() throws IOException {
    world.objects.put(ZYNC, Fixture.secret("zync", Map.of("SECRET_KEY_BASE", "before-it-all")));
    FakeAttempt restore = withBackup(json("Secret", "shop", "{\"SECRET_KEY_BASE\":\"b2xk\"}"));
    new SaveObjectsHandler(world, stores())
        .run(new SaveObjects(List.of(ZYNC), SafetyPolicy.REQUIRED), restore);
    new ApplyObjectsHandler(world, stores()).run(ORDER, restore.next());
    String safety = restore.context().safetySet();
    Map<String, ArtifactPin> pins = new HashMap<>();
    for (BackupArtifact saved : Manifests.entries(stores().named("backups"), safety).values()) {
      pins.put(saved.name(), saved.pin());
    }

    FakeAttempt undo = FakeAttempt.simple().withArtifacts("backups", safety, pins);
    Done outcome = (Done) new ApplyObjectsHandler(world, stores()).run(ORDER, undo);

    assertThat(world.objects.get(ZYNC).data())
        .containsEntry("SECRET_KEY_BASE", Fixture.base64("before-it-all"));
    assertThat(outcome.evidence()).isNotEmpty();
    try (Stream<Path> files = Files.walk(root.resolve(safety))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file))
            .doesNotContain("before-it-all", Fixture.base64("before-it-all"));
      }
    }
  }
}
