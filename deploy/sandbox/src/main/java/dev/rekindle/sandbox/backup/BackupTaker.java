package dev.rekindle.sandbox.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.cli.backup.BackupIndexer;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.BackupManifest;
import dev.rekindle.sandbox.Installation;
import dev.rekindle.sandbox.server.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import redis.clients.jedis.Jedis;

/**
 * Takes a backup in the documented file names (Red Hat 3scale 2.13, "Operating 3scale", section
 * 9.4), without the documented defects: it waits for the snapshot, takes routines along and sees a
 * broken pipe.
 */
public final class BackupTaker {

  private final Installation installation;
  private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public BackupTaker(Installation installation) {
    this.installation = installation;
  }

  /**
   * Writes a backup set with its manifest into an empty folder; answers lines for people.
   *
   * @param routines false: without procedures, as the documented command dumps
   */
  public List<String> take(Path set, boolean routines) throws IOException {
    Files.createDirectories(set);
    List<String> lines = new ArrayList<>();
    Instant began = Instant.now();
    dump(installation.systemDump(routines), set.resolve("system-mysql-backup.gz"));
    dump(installation.zyncDump(), set.resolve("zync-database-backup.gz"));
    snapshot(
        installation.stores()::backendRedis,
        "backend-redis-storage",
        set.resolve("backend-redis-dump.rdb"));
    snapshot(
        installation.stores()::systemRedis,
        "system-redis-storage",
        set.resolve("system-redis-dump.rdb"));
    copy(installation.stores().storage(), set.resolve("system"));
    for (String name : installation.secrets()) {
      object("Secret", name, set);
    }
    for (String name : installation.configMaps()) {
      object("ConfigMap", name, set);
    }
    BackupIndexer indexer = new BackupIndexer();
    BackupManifest manifest = timed(indexer.index(set, Instant.now()), began);
    indexer.write(set, manifest);
    manifest.artifacts().stream()
        .filter(artifact -> !artifact.name().startsWith("object-"))
        .forEach(artifact ->
            lines.add(
                artifact.name()
                    + "  "
                    + artifact.pin().path()
                    + "  "
                    + artifact.pin().bytes()
                    + " bytes"));
    lines.add(manifest.artifacts().size() + " artefacts in " + set);
    return lines;
  }

  /** The writers stood still all the while, so the data is that of the beginning. */
  private static BackupManifest timed(BackupManifest manifest, Instant at) {
    return new BackupManifest(
        manifest.version(),
        manifest.createdAt(),
        manifest.artifacts().stream()
            .map(a ->
                new BackupArtifact(a.name(), a.pin(), at, a.tool(), a.serverVersion(), a.counts()))
            .toList());
  }

  private static void dump(ProcessBuilder command, Path file) throws IOException {
    Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream in = process.getInputStream();
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      in.transferTo(out);
    }
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException("The dump for " + file.getFileName() + " ended with " + exit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private void snapshot(Callable<Jedis> client, String claim, Path file) throws IOException {
    try (Jedis jedis = client.call()) {
      long before = jedis.lastsave();
      // LASTSAVE counts whole seconds.
      Waiting.pause(Duration.ofMillis(1100));
      jedis.bgsave();
      Waiting.until(
          "the snapshot of " + claim,
          Duration.ofSeconds(60),
          () ->
              jedis.lastsave() > before
                  && jedis.info("persistence").contains("rdb_bgsave_in_progress:0"));
      if (!jedis.info("persistence").contains("rdb_last_bgsave_status:ok")) {
        throw new IOException("The snapshot of " + claim + " failed");
      }
      Files.copy(installation.claim(claim).resolve("dump.rdb"), file);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Cannot take the snapshot of " + claim, e);
    }
  }

  private void object(String kind, String name, Path set) throws IOException {
    ObjectNode object =
        installation
            .object(kind, name)
            .orElseThrow(() -> new IOException("There is no " + kind + " " + name));
    Files.write(set.resolve(name + ".json"), json.writeValueAsBytes(object));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
