package dev.rekindle.system.bench;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.system.stack.Layout;
import dev.rekindle.system.stack.SandboxDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the coordinator of a benchmark reads: its settings, and a backup set that nobody loads. */
public final class BenchFiles {

  public static final String STORE = "bench";
  public static final String SET = "nothing";

  private BenchFiles() {}

  /** The folder of the catalogue. */
  public static Path catalog(Layout layout) {
    return layout.home().resolve("catalog");
  }

  /** A set must hold something; no stage of a benchmark reads it. */
  public static void writeSet(Layout layout) {
    ArtifactPin pin = new ArtifactPin(SET, ArtifactFormat.RDB, "0".repeat(64), 0);
    BackupManifest manifest =
        new BackupManifest(
            1,
            Instant.now(),
            List.of(new BackupArtifact(SET, pin, Instant.now(), "", "", Map.of())));
    try {
      Path set = Files.createDirectories(layout.backups().resolve(SET));
      Files.write(set.resolve(BackupManifest.FILE_NAME), new MessageCodec().encode(manifest));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the benchmark's backup set", e);
    }
  }

  /** Settings as in production, in a file. */
  public static Path writeSettings(Layout layout, SandboxDescription.Servers servers, int port) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("quarkus.http.port", Integer.toString(port));
    settings.put("kafka.bootstrap.servers", servers.broker());
    settings.put("quarkus.datasource.jdbc.url", servers.journalUrl());
    settings.put("quarkus.datasource.username", servers.journalUser());
    settings.put("quarkus.datasource.password", servers.journalPassword());
    settings.put("rekindle.coordinator.catalog.directory", catalog(layout).toString());
    settings.put(
        "rekindle.coordinator.artifact.stores." + STORE + ".directory",
        layout.backups().toString());
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    try {
      return Files.writeString(layout.home().resolve("coordinator.properties"), text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the benchmark's settings", e);
    }
  }
}
