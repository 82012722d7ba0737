package dev.rekindle.worker.k8s.handler;

import static dev.rekindle.worker.k8s.handler.Fixture.APP;
import static dev.rekindle.worker.k8s.handler.Fixture.LEASE;
import static dev.rekindle.worker.k8s.handler.Fixture.ZYNC;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.stage.BackupMatch;
import dev.rekindle.contract.stage.BackupRelation;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.ObjectRestore;
import dev.rekindle.contract.stage.PlanChoice;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.contract.stage.StageSpec.ApplyObjects;
import dev.rekindle.contract.stage.StageSpec.CaptureOriginals;
import dev.rekindle.contract.stage.StageSpec.FenceApplication;
import dev.rekindle.contract.stage.StageSpec.IdentifyApplication;
import dev.rekindle.contract.stage.StageSpec.QuiesceWorkloads;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.StageSpec.SaveFiles;
import dev.rekindle.contract.stage.StageSpec.SaveObjects;
import dev.rekindle.contract.stage.StageSpec.SealBackup;
import dev.rekindle.contract.stage.StageSpec.StartWorkloads;
import dev.rekindle.contract.stage.StageSpec.SyncFiles;
import dev.rekindle.contract.stage.StageSpec.UnfenceApplication;
import dev.rekindle.contract.stage.StageSpec.VerifyApplication;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.DataObject;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.KitApplications;
import dev.rekindle.worker.k8s.target.ObjectJson;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.Digests;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeClusters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A stage kind at work in a room.
 *
 * @param replicas of operator, system-app and zync before it
 */
record Deed<S extends StageSpec>(
    String name,
    S spec,
    BiFunction<Applications, ArtifactStores, StageHandler<S>> kind,
    int[] replicas,
    Before before) {

  /** What earlier stages did. */
  interface Before {
    void prepare(Room room, Application application, Attempt attempt) throws IOException;
  }

  private static final int EARLIER = 1;

  /** Number of the attempt that meets the fault, and of the one after it. */
  static final int FIRST = 2;

  static final int NEXT = 3;

  static final WorkloadRef OPERATOR = WorkloadRef.parse("deployment/operator");
  static final Pace PACE =
      new Pace(Duration.ofMillis(30), Duration.ofMillis(50), Duration.ofSeconds(20));

  private static final ObjectRef MANAGER =
      new ObjectRef("apps.3scale.net/v1alpha1", "APIManager", "apimanager");
  private static final Map<String, String> ORIGINALS =
      Map.of(OPERATOR.toString(), "1", APP.toString(), "2", ZYNC.toString(), "1");

  private static final int[] UP = {1, 2, 1};
  private static final int[] DOWN = {0, 0, 0};

  static final Deed<CaptureOriginals> CAPTURE =
      new Deed<>(
          "capture",
          new CaptureOriginals(
              List.of(OPERATOR, APP, ZYNC),
              MANAGER,
              List.of("/spec/system/appSpec/replicas"),
              Map.of()),
          (a, s) -> new CaptureHandler(a),
          UP,
          (room, application, attempt) -> {});
  static final Deed<IdentifyApplication> IDENTIFY =
      new Deed<>(
          "identify",
          new IdentifyApplication(
              "this",
              MANAGER,
              List.of(
                  new PlanChoice(
                      "this",
                      List.of(APP),
                      List.of(WorkloadRef.parse("deploymentconfig/system-app")),
                      Map.of())),
              List.of(
                  new BackupMatch(
                      "object-zync",
                      Fixture.secret("zync"),
                      "anything",
                      "/spec/wildcardDomain",
                      BackupRelation.SAME))),
          IdentifyHandler::new,
          UP,
          (room, application, attempt) -> {});
  static final Deed<FenceApplication> FENCE =
      new Deed<>(
          "fence",
          new FenceApplication(LEASE, OPERATOR),
          (a, s) -> new FenceHandler(a, PACE),
          UP,
          Deed::captured);
  static final Deed<QuiesceWorkloads> QUIESCE =
      new Deed<>(
          "quiesce",
          new QuiesceWorkloads(List.of(APP, ZYNC), List.of("system-app-pre")),
          (a, s) -> new QuiesceHandler(a, PACE),
          UP,
          (room, application, attempt) -> {
            captured(room, application, attempt);
            room.create(Shop.text("hook.yaml"));
          });
  static final Deed<StartWorkloads> START =
      new Deed<>(
          "start",
          new StartWorkloads(List.of(APP, ZYNC)),
          (a, s) -> new StartHandler(a, PACE),
          DOWN,
          Deed::captured);
  static final Deed<ApplyObjects> APPLY =
      new Deed<>(
          "apply-objects",
          new ApplyObjects(
              List.of(
                  new ObjectRestore(
                      "object-zync", Fixture.secret("zync"), List.of("SECRET_KEY_BASE")),
                  new ObjectRestore(
                      "object-gone", Fixture.secret("gone"), List.of("SECRET_KEY_BASE")))),
          ApplyObjectsHandler::new,
          DOWN,
          Deed::captured);
  static final Deed<RunCommand> RUN =
      new Deed<>(
          "run",
          new RunCommand(APP, "system-master", List.of("boot"), Duration.ofSeconds(30)),
          (a, s) -> new RunHandler(a, PACE),
          DOWN,
          Deed::captured);
  static final Deed<UnfenceApplication> UNFENCE =
      new Deed<>(
          "unfence",
          new UnfenceApplication(LEASE, OPERATOR),
          (a, s) -> new UnfenceHandler(a, PACE),
          DOWN,
          (room, application, attempt) -> {
            captured(room, application, attempt);
            application.fence().take(LEASE);
          });
  static final Deed<SaveObjects> SAVE_OBJECTS =
      new Deed<>(
          "save-objects",
          new SaveObjects(List.of(Fixture.secret("zync")), SafetyPolicy.REQUIRED),
          SaveObjectsHandler::new,
          DOWN,
          Deed::captured);
  static final Deed<SaveFiles> SAVE_FILES =
      new Deed<>(
          "save-files",
          new SaveFiles("storage", "storage", SafetyPolicy.REQUIRED),
          SaveFilesHandler::new,
          DOWN,
          Deed::captured);
  static final Deed<SyncFiles> SYNC_FILES =
      new Deed<>(
          "sync-files",
          new SyncFiles("storage", "files"),
          SyncFilesHandler::new,
          DOWN,
          Deed::captured);

  static final Deed<VerifyApplication> VERIFY =
      new Deed<>(
          "verify",
          new VerifyApplication(List.of(OPERATOR, APP, ZYNC), List.of(), MANAGER),
          (a, s) -> new VerifyHandler(a, PACE),
          UP,
          Deed::captured);

  static final Deed<SealBackup> SEAL =
      new Deed<>(
          "seal-backup",
          new SealBackup(List.of(), LEASE),
          SealBackupHandler::new,
          UP,
          Deed::captured);

  /** Those whose changes are API requests alone. */
  static final List<Deed<?>> OBJECTS =
      List.of(CAPTURE, FENCE, QUIESCE, START, APPLY, RUN, UNFENCE, SAVE_OBJECTS);

  /** Those that need a shell in a helper pod. */
  static final List<Deed<?>> FILES = List.of(SAVE_FILES, SYNC_FILES);

  /** A fresh room in which everything before this deed was done. */
  Room room(Shop shop) throws IOException {
    Room room = shop.room(replicas[0], replicas[1], replicas[2]);
    Attempt attempt = room.attempt(EARLIER, Map.of());
    Application application = new KitApplications(new FakeClusters(shop.direct())).open(attempt);
    before.prepare(room, application, attempt);
    return room;
  }

  private static void captured(Room room, Application application, Attempt attempt) {
    new OriginalsStore(application.objects(), attempt).keep(new Originals(ORIGINALS));
  }

  /** Unfencing removes what was captured, and knows it from the journal after that. */
  private Attempt attempt(Room room, int number, Path store) throws IOException {
    FakeAttempt attempt = room.attempt(number, backup(store));
    return switch (spec) {
      case UnfenceApplication _ -> attempt.withInputs(Map.of("originals", ORIGINALS));
      // No host is expected, and the routes are looked at all the same.
      case VerifyApplication _ ->
          attempt.withInputs(Map.of("originals", ORIGINALS, "hosts", Map.of("hosts", "[]")));
      default -> attempt;
    };
  }

  Findings check(Applications applications, Path store, Room room) throws IOException {
    return kind.apply(applications, Fixture.stores(store)).check(spec, attempt(room, FIRST, store));
  }

  /** Runs it; a problem on its way out is its outcome, as in the worker. */
  StageOutcome run(Applications applications, Path store, Room room, int number)
      throws IOException {
    return run(applications, store, attempt(room, number, store));
  }

  StageOutcome run(Applications applications, Path store, Attempt attempt) {
    try {
      return kind.apply(applications, Fixture.stores(store)).run(spec, attempt);
    } catch (StageProblem problem) {
      return problem.outcome();
    }
  }

  static Map<String, ArtifactPin> backup(Path store) throws IOException {
    Path set = Files.createDirectories(store.resolve("monday/files")).getParent();
    byte[] content = new byte[300_000];
    if (!Files.exists(set.resolve("files/picture"))) {
      Files.write(set.resolve("files/picture"), content);
    }
    FileListing listing =
        new FileListing(
            List.of(new FileListing.Entry("picture", content.length, Digests.sha256(content))));
    return Map.of(
        "object-zync", object(set, "zync"),
        "object-gone", object(set, "gone"),
        "files", new ArtifactPin("files", ArtifactFormat.FILES, listing.digest(), listing.bytes()));
  }

  private static ArtifactPin object(Path set, String name) throws IOException {
    DataObject secret =
        Fixture.secret(name, Map.of("SECRET_KEY_BASE", "old", "DATABASE_URL", "source"));
    byte[] json = ObjectJson.write(secret);
    Path file = set.resolve(name + ".json");
    if (!Files.exists(file)) {
      Files.write(file, json);
    }
    return new ArtifactPin(
        name + ".json", ArtifactFormat.KUBERNETES_OBJECT, Digests.sha256(json), json.length);
  }

  @Override
  public String toString() {
    return name;
  }
}
