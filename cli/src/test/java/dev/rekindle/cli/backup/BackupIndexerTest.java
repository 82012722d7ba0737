package dev.rekindle.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupIndexerTest {

  @TempDir Path set;
  private final BackupIndexer indexer = new BackupIndexer();

  @BeforeEach
  void a_backup_in_the_documented_names() throws IOException {
    Files.writeString(set.resolve("system-mysql-backup.gz"), "mysql");
    Files.writeString(set.resolve("backend-redis-dump.rdb"), "REDIS0009");
    Files.writeString(set.resolve("zync.json"), "{}");
    Files.writeString(set.resolve("notes.txt"), "not an artefact");
    Files.createDirectories(set.resolve("system/a b"));
    Files.writeString(set.resolve("system/a b/ü.txt"), "upload");
  }

  @Test
  void known_files_become_artefacts_and_others_do_not() throws IOException {
    BackupManifest manifest = indexer.index(set, Instant.EPOCH);

    assertThat(manifest.artifacts())
        .extracting(BackupArtifact::name)
        .containsExactlyInAnyOrder(
            "system-database", "backend-redis", "object-zync", "system-storage");
  }

  @Test
  void files_of_any_application_are_known_by_their_endings() throws IOException {
    Path other = Files.createDirectory(set.resolve("other"));
    for (String name :
        List.of("notes-database.postgres.gz", "shop.mysql.gz", "cache.rdb", "notes.json")) {
      Files.writeString(other.resolve(name), "content");
    }
    Files.createDirectories(other.resolve("uploads.files"));

    BackupManifest manifest = indexer.index(other, Instant.EPOCH);

    assertThat(manifest.artifacts())
        .extracting(artifact -> artifact.name() + " " + artifact.pin().format().wireName())
        .containsExactlyInAnyOrder(
            "notes-database pg_dump+gzip",
            "shop mysqldump+gzip",
            "cache rdb",
            "object-notes kubernetes+json",
            "uploads files");
  }

  @Test
  void a_written_manifest_reads_back_and_verifies() throws IOException {
    indexer.write(set, indexer.index(set, Instant.EPOCH));

    assertThat(indexer.verify(set, indexer.read(set))).isEmpty();
  }

  @Test
  void a_changed_byte_in_a_nested_file_is_noticed() throws IOException {
    BackupManifest manifest = indexer.index(set, Instant.EPOCH);
    Files.writeString(set.resolve("system/a b/ü.txt"), "uploaD");

    assertThat(indexer.verify(set, manifest)).singleElement().asString().contains("system-storage");
  }

  @Test
  void a_missing_artefact_is_named() throws IOException {
    BackupManifest manifest = indexer.index(set, Instant.EPOCH);
    Files.delete(set.resolve("backend-redis-dump.rdb"));

    assertThat(indexer.verify(set, manifest))
        .singleElement()
        .asString()
        .contains("backend-redis-dump.rdb is missing");
  }
}
