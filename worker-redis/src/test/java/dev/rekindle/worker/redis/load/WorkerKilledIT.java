package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.site.KubernetesRedisSites;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import dev.rekindle.worker.redis.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker over the wire that is a process: killed, or held up until its successor is done. */
class WorkerKilledIT {

  private static final Path REDIS = RedisBinaries.redis6();
  private static final int STRINGS = 160_000;
  private static final int HASHES = 20_000;
  private static final String FILL =
      """
      for n = 1, %d do redis.call('SET', 's:' .. n, n) end
      for n = 1, %d do
        redis.call('HSET', 'h:' .. n, 'field', 'value ' .. n)
        redis.call('PEXPIREAT', 'h:' .. n, 4102444800000)
      end
      """
          .formatted(STRINGS, HASHES);

  @TempDir Path folder;
  private Backups backups;
  private FakeAttempt attempt;

  @BeforeEach
  void store() throws IOException {
    backups = new Backups(folder.resolve("store"));
    Path source = folder.resolve("source");
    try (RedisProcess server = RedisProcess.start(REDIS, source, RedisProcess.PLAIN);
        RespConnection redis = server.connect()) {
      redis.ask("EVAL", FILL, "0");
      redis.ask("SAVE");
    }
    attempt = backups.attemptWith(Files.readAllBytes(source.resolve("dump.rdb")));
  }

  @Test
  void killed_again_and_again_it_ends_whole_and_sends_nothing_twice() throws Exception {
    try (RedisProcess redis =
        RedisProcess.start(REDIS, folder.resolve("data"), RedisProcess.THREESCALE)) {
      redis.run("SET old before");
      for (int death = 1; death <= 2; death++) {
        try (WorkerProcess worker = worker(redis, death)) {
          awaitBatches(redis, worker, 15L * death);

          // When
          worker.kill();
        }
        assertThat(fence(redis)).containsEntry("state", "loading");
      }
      try (WorkerProcess last = worker(redis, 3)) {
        assertThat(last.exitCode()).as(last.said()).isZero();

        // Then
        assertThat(last.said()).contains("resumed");
      }
      assertThat(differences(redis)).isEmpty();
      assertThat(calls(redis, "restore")).isEqualTo(HASHES);
    }
  }

  @Test
  void held_up_until_its_successor_is_done_it_overwrites_no_live_counter() throws Exception {
    try (RedisProcess redis =
            RedisProcess.start(REDIS, folder.resolve("data"), RedisProcess.THREESCALE);
        WorkerProcess zombie = worker(redis, 1)) {
      // Given
      awaitBatches(redis, zombie, 10);
      zombie.stop();
      assertThat(
              new LoadRedisHandler(sites(), new SnapshotArtifacts(backups.stores()))
                  .run(OneLoad.spec(redis.port()), attempt.next()))
          .isInstanceOf(StageOutcome.Done.class);
      count(redis, "redis.call('SET', 's:' .. n, 1000000)");

      // When
      zombie.goOn();

      // Then
      assertThat(zombie.exitCode()).as(zombie.said()).isEqualTo(OneLoad.SUPERSEDED);
      assertThat(count(redis, "if redis.call('GET', 's:' .. n) == '1000000' then c = c + 1 end"))
          .isEqualTo(STRINGS);
      assertThat(redis.run("DBSIZE").getFirst()).contains("=" + (STRINGS + HASHES + 1));
    }
  }

  private WorkerProcess worker(RedisProcess redis, int number) throws IOException {
    return WorkerProcess.start(
        OneLoad.class,
        folder.resolve("store").toString(),
        Integer.toString(redis.port()),
        attempt.ref().restore().toString(),
        Integer.toString(number));
  }

  /** Until so many batches are applied, but not all. */
  private void awaitBatches(RedisProcess redis, WorkerProcess worker, long batches)
      throws IOException {
    long applied = 0;
    while (applied < batches) {
      assertThat(worker.alive()).as("%d batches: %s", applied, worker.said()).isTrue();
      try (RedisServer server = new RedisServer(redis.connect(), "redis")) {
        applied =
            server.hash("rekindle:wire:" + attempt.ref().restore()).entrySet().stream()
                .filter(lane -> lane.getKey().startsWith("lane"))
                .mapToLong(lane -> (Long.parseLong(lane.getValue()) + 3) / 4)
                .sum();
      }
    }
  }

  private static long count(RedisProcess redis, String each) throws IOException {
    try (RespConnection connection = redis.connect()) {
      return connection
          .ask("EVAL", "local c = 0 for n = 1, %d do %s end return c".formatted(STRINGS, each), "0")
          .number();
    }
  }

  private static Map<String, String> fence(RedisProcess redis) throws IOException {
    try (RedisServer server = new RedisServer(redis.connect(), "redis")) {
      return server.hash("rekindle:fence");
    }
  }

  private static long calls(RedisProcess redis, String command) throws IOException {
    try (RedisServer server = new RedisServer(redis.connect(), "redis")) {
      String text = server.info("commandstats").getOrDefault("cmdstat_" + command, "calls=0,");
      return Long.parseLong(text.replaceFirst("calls=(\\d+).*", "$1"));
    }
  }

  private List<Difference> differences(RedisProcess redis) {
    return new Proof(new SnapshotArtifacts(backups.stores()), Backups.ARTIFACT, attempt)
        .compare(
            sites().of(OneLoad.spec(redis.port()).target(), attempt).required(),
            ComparisonRules.of(attempt.ref().restore()))
        .differences();
  }

  private static KubernetesRedisSites sites() {
    return new KubernetesRedisSites(new FakeClusters(new FakeCluster()));
  }
}
