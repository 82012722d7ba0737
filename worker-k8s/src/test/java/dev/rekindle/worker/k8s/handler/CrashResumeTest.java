package dev.rekindle.worker.k8s.handler;

import static dev.rekindle.worker.k8s.handler.Fixture.ALL;
import static dev.rekindle.worker.k8s.handler.Fixture.APP;
import static dev.rekindle.worker.k8s.handler.Fixture.FAST;
import static dev.rekindle.worker.k8s.handler.Fixture.LEASE;
import static dev.rekindle.worker.k8s.handler.Fixture.OPERATOR;
import static dev.rekindle.worker.k8s.handler.Fixture.ZYNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.ObjectRestore;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.StageSpec.ApplyObjects;
import dev.rekindle.contract.stage.StageSpec.CaptureOriginals;
import dev.rekindle.contract.stage.StageSpec.FenceApplication;
import dev.rekindle.contract.stage.StageSpec.QuiesceWorkloads;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.StageSpec.SaveFiles;
import dev.rekindle.contract.stage.StageSpec.SaveObjects;
import dev.rekindle.contract.stage.StageSpec.StartWorkloads;
import dev.rekindle.contract.stage.StageSpec.SyncFiles;
import dev.rekindle.contract.stage.StageSpec.UnfenceApplication;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.Fence;
import dev.rekindle.worker.k8s.target.ObjectJson;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.Digests;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind, ended between any two calls to the target, before and after the call took effect; the
 * next attempt must bring the same end, and nothing may be lost that was captured.
 */
class CrashResumeTest {

  private static final AttemptRef REF =
      new AttemptRef(
          RestoreId.parse("0198c2f0-7a51-7c3e-9d0b-2f1a3c5d7e91"), new StageId("test"), 1, 5);

  @TempDir Path root;
  private int rooms;

  private record Scenario(World world, Path store, FakeAttempt attempt) {}

  private interface Kind<S extends StageSpec> {
    StageHandler<S> handler(Applications applications, ArtifactStores stores);
  }

  @TestFactory
  Stream<DynamicTest> an_attempt_ended_anywhere_is_finished_by_the_next() {
    List<DynamicTest> tests = new ArrayList<>();
    add(tests, "capture", capture(), (a, s) -> new CaptureHandler(a), false);
    add(
        tests,
        "fence",
        new FenceApplication(LEASE, OPERATOR),
        (a, s) -> new FenceHandler(a, FAST),
        true);
    add(
        tests,
        "quiesce",
        new QuiesceWorkloads(List.of(APP, ZYNC), List.of("system-app-pre")),
        (a, s) -> new QuiesceHandler(a, FAST),
        true);
    add(
        tests,
        "save-objects",
        new SaveObjects(List.of(Fixture.secret("zync")), SafetyPolicy.REQUIRED),
        SaveObjectsHandler::new,
        true);
    add(tests, "apply-objects", apply(), ApplyObjectsHandler::new, true);
    add(
        tests,
        "save-files",
        new SaveFiles("claim", "storage", SafetyPolicy.REQUIRED),
        SaveFilesHandler::new,
        true);
    add(tests, "sync-files", new SyncFiles("claim", "files"), SyncFilesHandler::new, true);
    add(
        tests,
        "start",
        new StartWorkloads(List.of(APP, ZYNC)),
        (a, s) -> new StartHandler(a, FAST),
        true,
        world -> world.with(APP.toString(), 0).with(ZYNC.toString(), 0));
    add(tests, "run", run(), (a, s) -> new RunHandler(a, FAST), true);
    add(
        tests,
        "unfence",
        new UnfenceApplication(LEASE, OPERATOR),
        (a, s) -> new UnfenceHandler(a, FAST),
        true,
        world -> {
          world.with(OPERATOR.toString(), 0);
          world.leases.put(LEASE, new Fence.Holder(REF.restore().toString(), "shop", true));
        });
    return tests.stream();
  }

  private <S extends StageSpec> void add(
      List<DynamicTest> tests, String name, S spec, Kind<S> kind, boolean captured) {
    add(tests, name, spec, kind, captured, world -> {});
  }

  /**
   * @param captured whether the originals were captured before
   * @param before what earlier stages did
   */
  private <S extends StageSpec> void add(
      List<DynamicTest> tests,
      String name,
      S spec,
      Kind<S> kind,
      boolean captured,
      Consumer<World> before) {
    tests.add(DynamicTest.dynamicTest(name, () -> everywhere(spec, kind, captured, before)));
  }

  private <S extends StageSpec> void everywhere(
      S spec, Kind<S> kind, boolean captured, Consumer<World> before) {
    Scenario clean = scenario(captured, before);
    Crashes count = new Crashes(clean.world, 0, false);
    assertThat(run(kind, count, clean, clean.attempt, spec)).isInstanceOf(StageOutcome.Done.class);
    Map<String, Object> end = clean.world.state();
    assertThat(count.calls()).isPositive();
    assertThat(run(kind, clean.world, clean, clean.attempt.next(), spec))
        .isInstanceOf(StageOutcome.Done.class);
    assertThat(clean.world.state()).as("a second run changes nothing").isEqualTo(end);
    for (int call = 1; call <= count.calls(); call++) {
      for (boolean after : new boolean[] {false, true}) {
        Scenario broken = scenario(captured, before);
        String where = (after ? "after" : "before") + " call " + call;
        try {
          run(kind, new Crashes(broken.world, call, after), broken, broken.attempt, spec);
        } catch (Crashes.Crash crash) {
          assertThat(crash).isNotNull();
        }

        StageOutcome outcome = run(kind, broken.world, broken, broken.attempt.next(), spec);

        assertThat(outcome).as(where).isInstanceOf(StageOutcome.Done.class);
        assertThat(broken.world.state()).as(where).isEqualTo(end);
        assertThat(broken.world.started).as("commands started, " + where).isLessThanOrEqualTo(1);
      }
    }
  }

  private static <S extends StageSpec> StageOutcome run(
      Kind<S> kind, Applications applications, Scenario scenario, Attempt attempt, S spec) {
    return kind.handler(applications, Fixture.stores(scenario.store)).run(spec, attempt);
  }

  private Scenario scenario(boolean captured, Consumer<World> before) {
    Path store = root.resolve("room" + rooms++);
    World world = Fixture.world();
    world.objects.put(
        Fixture.secret("zync"),
        Fixture.secret("zync", Map.of("SECRET_KEY_BASE", "new", "DATABASE_URL", "target")));
    world.volume.files.putAll(Map.of("a b.png", "old", "extra.txt", "x", "same", "same"));
    try {
      FakeAttempt attempt =
          FakeAttempt.simple().withRef(REF).withArtifacts("backups", "monday", backup(store));
      if (captured) {
        new CaptureHandler(world).run(capture(), attempt);
        world.fences.clear();
      }
      before.accept(world);
      return new Scenario(world, store, attempt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, ArtifactPin> backup(Path store) throws IOException {
    Path set = Files.createDirectories(store.resolve("monday"));
    byte[] zync =
        ObjectJson.write(
            Fixture.secret("zync", Map.of("SECRET_KEY_BASE", "old", "DATABASE_URL", "source")));
    Files.write(set.resolve("zync.json"), zync);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("a b.png", "picture");
    texts.put("deep/quote's \u00fc.txt", "text");
    texts.put("same", "same");
    List<FileListing.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Path path = set.resolve("files").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      entries.add(FakeVolume.entry(file.getKey(), file.getValue()));
    }
    FileListing listing = new FileListing(entries);
    return Map.of(
        "object-zync",
        new ArtifactPin(
            "zync.json", ArtifactFormat.KUBERNETES_OBJECT, Digests.sha256(zync), zync.length),
        "files",
        new ArtifactPin("files", ArtifactFormat.FILES, listing.digest(), listing.bytes()));
  }

  private static CaptureOriginals capture() {
    return new CaptureOriginals(
        ALL,
        new ObjectRef("apps.3scale.net/v1alpha1", "APIManager", "apimanager"),
        List.of("/spec/system/appSpec/replicas", "/spec/zync/appSpec/replicas"),
        Map.of());
  }

  private static ApplyObjects apply() {
    return new ApplyObjects(
        List.of(
            new ObjectRestore("object-zync", Fixture.secret("zync"), List.of("SECRET_KEY_BASE"))));
  }

  private static RunCommand run() {
    return new RunCommand(APP, "system-master", List.of("rake", "boot"), Duration.ofMinutes(1));
  }
}
