package dev.rekindle.worker.k8s.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.backup.BackupVerification;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.StageSpec.SealBackup;
import dev.rekindle.worker.k8s.target.Fence;
import dev.rekindle.worker.kit.artifact.ArtifactSink;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.SafetySet;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageOutcome.GiveUp;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No set passes for a backup that is not whole. */
class SealBackupTest {

  private static final SealBackup ORDER = new SealBackup(List.of("notes", "files"), Fixture.LEASE);
  private static final SafetySet.About ABOUT =
      new SafetySet.About(Instant.parse("2026-11-01T02:00:00Z"), "t", "1", Map.of("notes", 3L));

  @TempDir Path root;
  private final World world = Fixture.world();
  private final FakeAttempt attempt = FakeAttempt.simple();
  private Path set = Path.of("");
  private SafetySet copies = new SafetySet(Fixture.stores(set).named("backups"), "none");

  @BeforeEach
  void copies() throws IOException {
    ArtifactStores stores = Fixture.stores(root);
    copies = stores.safety(attempt.context());
    set = root.resolve(copies.name());
    copy("notes.sql.gz", "the dump");
    copies.record(
        "notes",
        "notes.sql.gz",
        ArtifactFormat.POSTGRES_DUMP_GZIP,
        copy("notes.sql.gz", "the dump"),
        ABOUT);
  }

  private dev.rekindle.worker.kit.artifact.ArtifactStore.Written copy(String path, String text)
      throws IOException {
    try (ArtifactSink sink = copies.create(path)) {
      sink.write(text.getBytes(UTF_8));
      return sink.commit();
    }
  }

  private void folder() throws IOException {
    copy("files/a", "one");
    copies.recordFolder(
        "files", "files", new FileListing(List.of(FakeVolume.entry("a", "one"))), ABOUT);
  }

  private StageOutcome run() {
    try {
      return new SealBackupHandler(world, Fixture.stores(root)).run(ORDER, attempt.next());
    } catch (StageProblem problem) {
      return problem.outcome();
    }
  }

  private ProblemCode refusal() {
    return ((GiveUp) run()).code();
  }

  private Path manifest() {
    return set.resolve(BackupManifest.FILE_NAME);
  }

  @Test
  void a_whole_set_gets_a_manifest_with_its_counts_and_is_verified() throws IOException {
    folder();

    StageOutcome outcome = run();

    assertThat(outcome).isInstanceOf(Done.class);
    byte[] bytes = Files.readAllBytes(manifest());
    MessageCodec codec = new MessageCodec();
    BackupManifest content = codec.decode(bytes, BackupManifest.class);
    assertThat(content.artifacts())
        .extracting(artifact -> artifact.name() + " " + artifact.counts().get("notes"))
        .containsExactly("files 3", "notes 3");
    assertThat(content.artifacts()).allMatch(a -> ABOUT.capturedAt().equals(a.capturedAt()));
    byte[] note = Files.readAllBytes(set.resolve(BackupVerification.FILE_NAME));
    assertThat(codec.decode(note, BackupVerification.class).of(bytes)).isTrue();
  }

  @Test
  void what_is_missing_is_named_and_nothing_is_sealed() {
    StageOutcome outcome = run();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            GiveUp.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ProblemCode.ARTIFACT_MISSING);
              assertThat(refused.detail()).contains("files").doesNotContain("notes");
            });
    assertThat(manifest()).doesNotExist();
  }

  @Test
  void bytes_that_are_not_those_of_the_copy_are_never_sealed() throws IOException {
    folder();
    Path dump = set.resolve("notes.sql.gz");
    Files.writeString(dump, "the dum");
    assertThat(refusal()).isEqualTo(ProblemCode.ARTIFACT_TRUNCATED);

    Files.writeString(dump, "the dumb");
    assertThat(refusal()).isEqualTo(ProblemCode.ARTIFACT_DIGEST_MISMATCH);

    Files.writeString(dump, "the dump");
    Files.writeString(set.resolve("files/b"), "came later");
    assertThat(refusal()).isEqualTo(ProblemCode.ARTIFACT_DIGEST_MISMATCH);
    assertThat(manifest()).doesNotExist();
  }

  @Test
  void what_a_restore_holds_is_no_backup() throws IOException {
    folder();
    world.leases.put(Fixture.LEASE, new Fence.Holder("another", "east/shop/shop", true));

    List<Finding> found =
        new SealBackupHandler(world, Fixture.stores(root)).check(ORDER, attempt).findings();

    assertThat(found)
        .filteredOn(finding -> finding.severity() == Severity.BLOCKER)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(ProblemCode.TARGET_HELD);
          assertThat(finding.message()).contains("another");
        });
    assertThat(refusal()).isEqualTo(ProblemCode.TARGET_HELD);
    assertThat(manifest()).doesNotExist();
  }

  @Test
  void an_attempt_that_died_before_its_last_word_is_finished_by_the_next() throws IOException {
    folder();
    assertThat(run()).isInstanceOf(Done.class);
    byte[] first = Files.readAllBytes(manifest());
    Files.delete(set.resolve(BackupVerification.FILE_NAME));

    assertThat(run()).isInstanceOf(Done.class);

    assertThat(Files.readAllBytes(manifest())).isEqualTo(first);
    assertThat(set.resolve(BackupVerification.FILE_NAME)).exists();
  }

  @Test
  void nobody_who_comes_late_changes_a_sealed_set() throws IOException {
    folder();
    try (ArtifactSink late = copies.create("notes.sql.gz")) {
      late.write("a dump of another moment".getBytes(UTF_8));
      assertThat(run()).isInstanceOf(Done.class);

      assertThat(problem(late::commit)).isEqualTo(ProblemCode.CONFLICT);
    }

    assertThat(problem(() -> copies.create("notes.sql.gz"))).isEqualTo(ProblemCode.CONFLICT);
    assertThat(
            problem(() -> copies.recordFolder("more", "more", new FileListing(List.of()), ABOUT)))
        .isEqualTo(ProblemCode.CONFLICT);
    assertThat(set.resolve("notes.sql.gz")).hasContent("the dump");
    assertThat(copies.completed("notes")).isPresent();
    assertThat(copies.completed("more")).isEmpty();
  }

  private static ProblemCode problem(Runnable work) {
    try {
      work.run();
      throw new AssertionError("was not refused");
    } catch (StageProblem problem) {
      return problem.code();
    }
  }
}
