package dev.rekindle.worker.redis.testing;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.ArtifactPin;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.DirectoryArtifactStore;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A directory store with one snapshot, and attempts that have it pinned. */
public final class Backups {

  public static final String ARTIFACT = "backend-redis";

  private final Path root;

  public Backups(Path root) {
    this.root = root;
  }

  public ArtifactStores stores() {
    DirectoryArtifactStore store = new DirectoryArtifactStore(root);
    return name -> store;
  }

  public FakeAttempt attemptWith(byte[] rdb) throws IOException {
    Path set = Files.createDirectories(root.resolve("monday"));
    return attempt(Files.write(set.resolve("backend-redis-dump.rdb"), rdb));
  }

  /** The same with a file, which may be of any size. */
  public FakeAttempt attemptWith(Path rdb) throws IOException {
    Path set = Files.createDirectories(root.resolve("monday"));
    return attempt(
        Files.copy(
            rdb, set.resolve("backend-redis-dump.rdb"), StandardCopyOption.REPLACE_EXISTING));
  }

  /** The same with the file that another process put there. */
  public FakeAttempt kept() throws IOException {
    return attempt(root.resolve("monday").resolve("backend-redis-dump.rdb"));
  }

  private static FakeAttempt attempt(Path file) throws IOException {
    ArtifactPin pin =
        new ArtifactPin(
            "backend-redis-dump.rdb",
            ArtifactFormat.RDB,
            LocalInstallation.sha256(file),
            Files.size(file));
    return FakeAttempt.simple().withArtifacts("backups", "monday", Map.of(ARTIFACT, pin));
  }

  public static RedisTarget target() {
    return new RedisTarget(
        WorkloadRef.parse("deployment/backend-redis"),
        "backend-redis",
        "backend-redis-storage",
        "/var/lib/redis/data",
        Endpoint.ofService("backend-redis", 6379),
        null);
  }

  /** What a server that was filled with samples saves. */
  public static byte[] samples(Path binary, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (RedisProcess server = RedisProcess.start(binary, folder, RedisProcess.PLAIN)) {
      Samples.fill(server);
      server.run("SAVE");
    }
    return Files.readAllBytes(folder.resolve("dump.rdb"));
  }

  /** A snapshot of a few keys. */
  public static byte[] few(Path binary, Path folder, String... commands) throws IOException {
    Files.createDirectories(folder);
    try (RedisProcess server = RedisProcess.start(binary, folder, RedisProcess.PLAIN)) {
      server.run(commands);
      server.run("SAVE");
    }
    return Files.readAllBytes(folder.resolve("dump.rdb"));
  }
}
