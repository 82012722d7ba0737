package dev.rekindle.worker.redis.bench;

import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.load.LoadRedisHandler;
import dev.rekindle.worker.redis.site.KubernetesRedisSites;
import dev.rekindle.worker.redis.site.RedisSites;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import dev.rekindle.worker.redis.wire.WireLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Keys a second over the wire, against {@code redis-cli --pipe} of the same data as commands that
 * were prepared before. Both into a server with its log on.
 */
final class WireBench {

  private static final int ROUNDS = 2;

  private final Path binary;
  private final Path cli;
  private final Path folder;

  WireBench(Path binary, Path cli, Path folder) {
    this.binary = binary;
    this.cli = cli;
    this.folder = folder;
  }

  int run(long size) throws IOException {
    System.out.println("Redis " + RedisBinaries.version(binary) + ": makes a snapshot of " + size);
    Path rdb = Dataset.make(binary, folder.resolve("source"), size);
    Path commands = Commands.write(rdb, folder.resolve("commands"));
    long bytes = Files.size(rdb);
    double baseline = Double.MAX_VALUE;
    double ours = Double.MAX_VALUE;
    for (int round = 1; round <= ROUNDS; round++) {
      double piped = pipe(commands, round);
      double sent = send(rdb, round);
      System.out.printf(
          Locale.ROOT, "round %d: redis-cli --pipe %.2f s, Rekindle %.2f s%n", round, piped, sent);
      baseline = Math.min(baseline, piped);
      ours = Math.min(ours, sent);
    }
    double whole = proven(rdb);
    System.out.printf(
        Locale.ROOT,
        "RESULT name=bench-redis-wire keys=%d bytes=%d seconds=%.2f per_second=%.0f"
            + " mb_per_second=%.1f baseline_seconds=%.2f ratio=%.2f cpu_seconds=%.2f"
            + " server_cpu_seconds=%.2f baseline_server_cpu_seconds=%.2f proven_seconds=%.1f"
            + " peak_heap_mb=%d lost=0 duplicated=0%n",
        keys,
        bytes,
        ours,
        keys / ours,
        bytes / 1e6 / ours,
        baseline,
        baseline / ours,
        cpuSeconds,
        serverCpu,
        baselineServerCpu,
        whole,
        peakHeap);
    return 0;
  }

  private long keys;
  private double cpuSeconds;
  private double serverCpu;
  private double baselineServerCpu;
  private long peakHeap;

  private double pipe(Path commands, int round) throws IOException {
    try (RedisProcess server =
        RedisProcess.start(binary, folder.resolve("piped-" + round), RedisProcess.THREESCALE)) {
      Gauge gauge = new Gauge();
      Process process =
          new ProcessBuilder(cli.toString(), "-p", "" + server.port(), "--pipe")
              .redirectInput(commands.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("pipe.log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IOException("redis-cli: " + Files.readString(folder.resolve("pipe.log")));
      }
      baselineServerCpu = server.cpuSeconds();
      return gauge.seconds();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private double send(Path rdb, int round) throws IOException {
    Backups backups = new Backups(folder.resolve("store"));
    FakeAttempt attempt = backups.attemptWith(rdb);
    SnapshotArtifacts artifacts = new SnapshotArtifacts(backups.stores());
    Fingerprint snapshot = artifacts.inspect(Backups.ARTIFACT, attempt, bytes -> {});
    keys = snapshot.keys();
    try (RedisProcess server =
        RedisProcess.start(binary, folder.resolve("sent-" + round), RedisProcess.THREESCALE)) {
      Gauge gauge = new Gauge();
      new WireLoad(
              sites().of(spec(server).target(), attempt).required(),
              artifacts,
              Backups.ARTIFACT,
              attempt)
          .send(snapshot, false);
      double seconds = gauge.seconds();
      cpuSeconds = gauge.cpuSeconds();
      serverCpu = server.cpuSeconds();
      peakHeap = Gauge.peakHeapMegabytes();
      return seconds;
    }
  }

  /** The whole stage: inspected, sent, on disk, compared. */
  private double proven(Path rdb) throws IOException {
    Backups backups = new Backups(folder.resolve("store"));
    FakeAttempt attempt = backups.attemptWith(rdb);
    try (RedisProcess server =
        RedisProcess.start(binary, folder.resolve("proven"), RedisProcess.THREESCALE)) {
      Gauge gauge = new Gauge();
      Done done =
          (Done)
              new LoadRedisHandler(sites(), new SnapshotArtifacts(backups.stores()))
                  .run(spec(server), attempt);
      done.evidence().forEach(line -> System.out.println("  " + line.name() + ": " + line.value()));
      return gauge.seconds();
    }
  }

  private static RedisSites sites() {
    return new KubernetesRedisSites(new FakeClusters(new FakeCluster()));
  }

  private static LoadRedis spec(RedisProcess server) {
    return new LoadRedis(
        RedisTarget.external(Endpoint.ofHost("127.0.0.1", server.port()), null, null, null),
        Backups.ARTIFACT,
        LoadWay.WIRE,
        null);
  }
}
