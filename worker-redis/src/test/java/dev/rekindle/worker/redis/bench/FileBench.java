package dev.rekindle.worker.redis.bench;

import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.ProofDepth;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.load.LoadRedisHandler;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * From the snapshot at hand to a server with its log on and proven, against the documented
 * procedure, which proves nothing. That one is given every help: no save points instead of
 * commented lines, so that it keeps the data at all. Both take turns, and the faster time of each
 * counts.
 */
final class FileBench {

  private static final int ROUNDS = 2;

  private final Path binary;
  private final Path folder;

  FileBench(Path binary, Path folder) {
    this.binary = binary;
    this.folder = folder;
  }

  int run(long size) throws IOException {
    System.out.println("Redis " + RedisBinaries.version(binary) + ": makes a snapshot of " + size);
    Path rdb = Dataset.make(binary, folder.resolve("source"), size);
    long bytes = Files.size(rdb);
    System.out.printf(Locale.ROOT, "Snapshot: %.1f MB%n", bytes / 1e6);
    long keys = 0;
    double baseline = Double.MAX_VALUE;
    double best = Double.MAX_VALUE;
    double sampled = Double.MAX_VALUE;
    for (int round = 1; round <= ROUNDS; round++) {
      keys = documented(rdb, DocumentedProcedure.Style.EMPTY, round);
      System.out.printf(Locale.ROOT, "documented procedure, with save \"\": %.1f s%n", seconds);
      baseline = Math.min(baseline, seconds);
      ours(rdb, ProofDepth.SAMPLED, round);
      sampled = Math.min(sampled, seconds);
      ours(rdb, ProofDepth.FULL, round);
      best = Math.min(best, seconds);
    }
    long kept = documented(rdb, DocumentedProcedure.Style.COMMENTED, 1);
    seconds = best;
    System.out.printf("documented procedure to the letter: keeps %d of %d keys%n", kept, keys);
    System.out.printf(
        Locale.ROOT,
        "RESULT name=bench-redis-file keys=%d bytes=%d seconds=%.1f check_seconds=%.1f"
            + " baseline_seconds=%.1f ratio=%.2f sampled_seconds=%.1f sampled_ratio=%.2f cpu_seconds=%.1f peak_heap_mb=%d lost=0"
            + " duplicated=0 baseline_lost=%d%n",
        keys,
        bytes,
        seconds,
        checkSeconds,
        baseline,
        baseline / seconds,
        sampled,
        baseline / sampled,
        cpuSeconds,
        Gauge.peakHeapMegabytes(),
        keys - kept);
    return 0;
  }

  private double seconds;
  private double checkSeconds;
  private double cpuSeconds;

  /** Answers how many keys of the snapshot are there at the end. */
  private long documented(Path rdb, DocumentedProcedure.Style style, int round) throws IOException {
    Path data = folder.resolve("documented-" + style + round);
    RedisProcess old = RedisProcess.start(binary, data, RedisProcess.THREESCALE);
    old.run("SET old before");
    Gauge gauge = new Gauge();
    DocumentedProcedure.Outcome outcome =
        new DocumentedProcedure(binary, data, RedisProcess.THREESCALE)
            .restore(old, rdb, style, false);
    seconds = gauge.seconds();
    try (RedisProcess server = outcome.server()) {
      String size = server.run("DBSIZE").getFirst().replaceAll("\\D", "");
      return Long.parseLong(size) - (style == DocumentedProcedure.Style.EMPTY ? 0 : 1);
    }
  }

  private void ours(Path rdb, ProofDepth depth, int round) throws IOException {
    Backups backups = new Backups(folder.resolve("store"));
    FakeAttempt attempt = backups.attemptWith(rdb);
    SnapshotArtifacts artifacts = new SnapshotArtifacts(backups.stores());
    LoadRedis spec = new LoadRedis(Backups.target(), Backups.ARTIFACT, LoadWay.FILE, depth);
    try (LocalInstallation redis =
        new LocalInstallation(
            binary, folder.resolve("ours-" + depth + round), RedisProcess.THREESCALE)) {
      redis.up().run("SET old before");
      LoadRedisHandler handler = new LoadRedisHandler((target, a) -> redis.site(a), artifacts);
      Gauge check = new Gauge();
      handler.check(spec, attempt);
      checkSeconds = check.seconds();
      Gauge gauge = new Gauge();
      Done done = (Done) handler.run(spec, attempt);
      seconds = gauge.seconds();
      cpuSeconds = gauge.cpuSeconds();
      System.out.printf(
          Locale.ROOT,
          "Rekindle by file, proof %s: %.1f s (check before: %.1f s)%n",
          depth,
          seconds,
          checkSeconds);
      done.evidence().forEach(line -> System.out.println("  " + line.name() + ": " + line.value()));
    }
  }
}
