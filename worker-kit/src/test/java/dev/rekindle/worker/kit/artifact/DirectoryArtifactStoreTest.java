package dev.rekindle.worker.kit.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryArtifactStoreTest {

  @TempDir Path directory;

  private static StageProblem problemOf(ThrowingWork work) {
    return catchThrowableOfType(StageProblem.class, work::run);
  }

  private interface ThrowingWork {
    void run() throws Exception;
  }

  private DirectoryArtifactStore store() {
    return new DirectoryArtifactStore(directory.resolve("root"));
  }

  private ArtifactStore.Written put(String path, byte[] content) throws IOException {
    try (ArtifactSink sink = store().create("monday", path)) {
      sink.write(content);
      return sink.commit();
    }
  }

  private PinnedBackup pinned(String path, byte[] content) {
    ArtifactPin pin =
        new ArtifactPin(path, ArtifactFormat.RDB, Digests.sha256(content), content.length);
    return new PinnedBackup(store(), new BackupPin("backups", "monday", Map.of("redis", pin)));
  }

  @Test
  void a_committed_file_is_read_back_from_any_offset() throws Exception {
    // Given
    ArtifactStore.Written written = put("folder/dump.rdb", "0123456789".getBytes(UTF_8));

    // When
    String rest = new String(store().open("monday", "folder/dump.rdb", 4).readAllBytes(), UTF_8);

    // Then
    assertThat(rest).isEqualTo("456789");
    assertThat(written)
        .isEqualTo(new ArtifactStore.Written(10, Digests.sha256("0123456789".getBytes(UTF_8))));
  }

  @Test
  void a_file_that_was_not_committed_leaves_nothing() throws Exception {
    // Given
    try (ArtifactSink sink = store().create("monday", "dump.rdb")) {
      sink.write("half".getBytes(UTF_8));
      assertThat(store().list("monday", "")).isEmpty();

      // When
    }

    // Then
    assertThat(store().find("monday", "dump.rdb")).isEmpty();
    assertThat(Files.list(directory.resolve("root/monday"))).isEmpty();
  }

  @Test
  void new_files_belong_to_their_owner_only() throws Exception {
    // Given // When
    put("dump.rdb", new byte[] {1});

    // Then
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("root/monday/dump.rdb"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../tuesday/x", "/etc/passwd", "a/../../x", "a//b", ".", "..", "a/\0b"})
  void a_path_that_leaves_the_set_is_refused(String path) {
    // Given // When
    StageProblem problem = problemOf(() -> store().open("monday", path, 0));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.SPEC_INVALID);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_file_whose_name_holds_a_backslash_is_opened() throws Exception {
    // Given
    put("uploads/a\\b.png", "image".getBytes(UTF_8));

    // When
    String read = new String(store().open("monday", "uploads/a\\b.png", 0).readAllBytes(), UTF_8);

    // Then
    assertThat(read).isEqualTo("image");
    assertThat(directory.resolve("root/monday/uploads")).isDirectoryContaining("glob:**a\\\\b.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "", "."})
  void a_set_that_is_no_folder_of_the_store_is_refused(String set) {
    assertThatThrownBy(() -> store().list(set, "")).isInstanceOf(StageProblem.class);
  }

  @Test
  void a_link_out_of_the_store_is_refused() throws Exception {
    // Given
    put("dump.rdb", new byte[] {1});
    Path outside = Files.writeString(directory.resolve("secret"), "s");
    Files.createSymbolicLink(directory.resolve("root/monday/link"), outside);

    // When
    StageProblem problem = problemOf(() -> store().open("monday", "link", 0));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.SPEC_INVALID);
    assertThat(store().list("monday", "")).hasSize(1);
  }

  @Test
  void a_shortened_artefact_is_truncated_at_the_end_of_the_stream() throws Exception {
    // Given
    byte[] content = new byte[300_000];
    put("dump.rdb", java.util.Arrays.copyOf(content, 299_999));
    PinnedBackup backup = pinned("dump.rdb", content);

    // When
    StageProblem problem = problemOf(() -> backup.open("redis").readAllBytes());

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.ARTIFACT_TRUNCATED);
    assertThat(problemOf(() -> backup.probe("redis")).code())
        .isEqualTo(ProblemCode.ARTIFACT_TRUNCATED);
  }

  @Test
  void a_changed_byte_is_a_digest_mismatch() throws Exception {
    // Given
    byte[] content = "0123456789".getBytes(UTF_8);
    put("dump.rdb", "0123456788".getBytes(UTF_8));

    // When
    StageProblem problem =
        problemOf(() -> pinned("dump.rdb", content).open("redis").readAllBytes());

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.ARTIFACT_DIGEST_MISMATCH);
    assertThat(problem.retryable()).isFalse();
  }

  @Test
  void bytes_behind_the_end_of_a_gzip_stream_are_noticed() throws Exception {
    // Given
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(new byte[100_000]);
    }
    byte[] content = zipped.toByteArray();
    put("dump.rdb", java.util.Arrays.copyOf(content, content.length + 20));
    VerifiedStream raw = pinned("dump.rdb", content).open("redis");

    // When
    new GZIPInputStream(raw).readNBytes(100_000);

    // Then
    assertThat(problemOf(raw::verifyToEnd).code()).isEqualTo(ProblemCode.ARTIFACT_DIGEST_MISMATCH);
  }

  @Test
  void an_artefact_that_is_not_there_is_missing() {
    assertThat(problemOf(() -> pinned("dump.rdb", new byte[1]).open("redis")).code())
        .isEqualTo(ProblemCode.ARTIFACT_MISSING);
    assertThat(problemOf(() -> pinned("dump.rdb", new byte[1]).pin("other")).code())
        .isEqualTo(ProblemCode.ARTIFACT_MISSING);
  }

  @Test
  void a_folder_artefact_is_compared_by_its_listing() throws Exception {
    // Given
    put("system/a.txt", "a".getBytes(UTF_8));
    put("system/b/c.txt", "c".getBytes(UTF_8));
    String digest = Folders.digest(store(), "monday", "system").digest();
    ArtifactPin pin = new ArtifactPin("system", ArtifactFormat.FILES, digest, 2);
    PinnedBackup backup =
        new PinnedBackup(store(), new BackupPin("backups", "monday", Map.of("files", pin)));
    assertThat(backup.listing("files").files()).hasSize(2);

    // When
    put("system/d.txt", new byte[0]);

    // Then
    assertThat(problemOf(() -> backup.listing("files")).code())
        .isEqualTo(ProblemCode.ARTIFACT_DIGEST_MISMATCH);
  }

  @Test
  void a_safety_copy_is_completed_once_it_is_recorded() throws Exception {
    // Given
    SafetySet safety = new SafetySet(store(), "safety-1");
    ArtifactStore.Written written;
    try (ArtifactSink sink = safety.create("system.gz")) {
      new ByteArrayInputStream(new byte[10]).transferTo(sink);
      written = sink.commit();
    }
    assertThat(safety.completed("system-database")).isEmpty();

    // When
    BackupArtifact entry =
        safety.record(
            "system-database",
            "system.gz",
            ArtifactFormat.MYSQL_DUMP_GZIP,
            written,
            new SafetySet.About(Instant.EPOCH, "mysqldump 10", "8.0", Map.of("users", 3L)));

    // Then
    assertThat(safety.completed("system-database")).contains(entry);
    assertThat(Manifests.entries(store(), "safety-1")).containsOnlyKeys("system-database");
  }

  @Test
  void an_unreadable_manifest_is_corrupt() throws Exception {
    // Given
    put("rekindle-backup.json", "{".getBytes(UTF_8));

    // When
    StageProblem problem = problemOf(() -> Manifests.entries(store(), "monday"));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.ARTIFACT_CORRUPT);
    assertThat(List.of(problem.detail())).allMatch(text -> text.contains("rekindle-backup.json"));
  }
}
