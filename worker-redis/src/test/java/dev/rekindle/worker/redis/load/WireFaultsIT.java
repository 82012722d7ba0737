package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.site.KubernetesRedisSites;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong around a load over the wire: it is refused, or ends whole, and says which. */
class WireFaultsIT {

  @TempDir Path folder;
  private Backups backups;
  private LoadRedisHandler handler;

  @BeforeEach
  void store() {
    backups = new Backups(folder.resolve("store"));
    handler =
        new LoadRedisHandler(
            new KubernetesRedisSites(new FakeClusters(new FakeCluster())),
            new SnapshotArtifacts(backups.stores()));
  }

  static List<Path> servers() {
    return RedisBinaries.all();
  }

  @Test
  void value_that_is_too_large_is_named_before_anything_is_touched() throws Exception {
    // Given a server that takes less than the largest sample
    FakeAttempt attempt =
        backups.attemptWith(Backups.samples(RedisBinaries.redis6(), folder.resolve("source")));
    try (RedisProcess redis = start(RedisProcess.THREESCALE + "proto-max-bulk-len 1048576\n")) {
      redis.run("SET old before");

      // When
      List<Finding> blockers = blockers(redis, attempt);
      StageProblem refusal = refusal(redis, attempt);

      // Then
      assertThat(blockers)
          .anyMatch(one -> one.code() == ProblemCode.ARTIFACT_UNSUPPORTED)
          .anyMatch(one -> one.message().contains("Key noise in database 0"));
      assertThat(refusal.code()).isEqualTo(ProblemCode.ARTIFACT_UNSUPPORTED);
      assertThat(redis.run("GET old").getFirst()).contains("Text");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void server_that_gets_full_is_no_success_and_the_load_goes_on_when_it_has_room(Path binary)
      throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(filled(binary));
    try (RedisProcess redis =
        RedisProcess.start(
            binary,
            folder.resolve("data"),
            RedisProcess.THREESCALE + "maxmemory 6mb\nmaxmemory-policy noeviction\n")) {
      StageProblem full = refusal(redis, attempt);
      assertThat(full.code()).isEqualTo(ProblemCode.SPACE_SHORT);
      redis.run("CONFIG SET maxmemory 0");

      // When
      Done done = (Done) handler.run(spec(redis.port()), attempt.next());

      // Then
      assertThat(done.evidence())
          .anyMatch(line -> line.name().equals("keys db0") && line.value().startsWith("40000,"));
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void server_that_would_evict_keys_to_make_room_is_refused(Path binary) throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(filled(binary));
    try (RedisProcess redis =
        RedisProcess.start(
            binary,
            folder.resolve("data"),
            RedisProcess.THREESCALE + "maxmemory 4mb\nmaxmemory-policy allkeys-lru\n")) {
      redis.run("SET old before");

      // When
      StageProblem refusal = refusal(redis, attempt);

      // Then
      assertThat(refusal.code()).isEqualTo(ProblemCode.SPACE_SHORT);
      assertThat(refusal.detail()).contains("allkeys-lru");
      assertThat(redis.run("EXISTS old").getFirst()).contains("1");
      assertThat(blockers(redis, attempt)).anyMatch(one -> one.code() == ProblemCode.SPACE_SHORT);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void writer_that_stays_connected_is_refused_before_anything_is_touched(Path binary)
      throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(filled(binary));
    try (RedisProcess redis =
            RedisProcess.start(binary, folder.resolve("data"), RedisProcess.THREESCALE);
        RespConnection writer = redis.connect();
        RespConnection watcher = redis.connect()) {
      writer.ask("SET", "usage", "1");
      watcher.ask("INFO");

      // When
      StageProblem refusal = refusal(redis, attempt);

      // Then
      assertThat(refusal.code()).isEqualTo(ProblemCode.WRITERS_PRESENT);
      assertThat(refusal.detail()).contains("1 clients");
      assertThat(refusal.retryable()).isTrue();
      assertThat(redis.run("DBSIZE").getFirst()).contains("=1");
    }
  }

  /** Connects anew for each write, so that nobody is seen to stay. */
  @ParameterizedTest
  @MethodSource("servers")
  void what_is_written_meanwhile_is_never_a_success(Path binary) throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(filled(binary));
    AtomicBoolean over = new AtomicBoolean();
    try (RedisProcess redis =
        RedisProcess.start(binary, folder.resolve("data"), RedisProcess.THREESCALE)) {
      Thread writer = Thread.ofVirtual().start(() -> writes(redis, over));

      // When
      StageProblem refusal = refusal(redis, attempt);
      over.set(true);
      writer.join();

      // Then
      assertThat(refusal.code()).isIn(ProblemCode.VERIFICATION_FAILED, ProblemCode.WRITERS_PRESENT);
    }
  }

  @Test
  void disk_that_gets_full_is_no_success_and_the_load_goes_on_after_a_restart() throws Exception {
    // Given
    Path binary = RedisBinaries.redis6();
    Path data = folder.resolve("data");
    FakeAttempt attempt = backups.attemptWith(filled(binary));
    StageProblem full;
    try (RedisProcess redis = RedisProcess.onFullDisk(binary, data, RedisProcess.THREESCALE, 900)) {
      full = refusal(redis, attempt);
    }
    assertThat(full.code())
        .as(full.detail())
        .isIn(ProblemCode.TARGET_READ_ONLY, ProblemCode.SPACE_SHORT, ProblemCode.CONNECTION_LOST);
    try (RedisProcess redis = RedisProcess.start(binary, data, RedisProcess.THREESCALE)) {
      // When
      Done done = (Done) handler.run(spec(redis.port()), attempt.next());

      // Then
      assertThat(done.evidence())
          .anyMatch(line -> line.name().equals("keys db0") && line.value().startsWith("40000,"));
    }
  }

  @Tag("long")
  @Test
  void server_that_loads_for_long_is_waited_for() throws Exception {
    Path binary = RedisBinaries.redis6();
    // Given a server that takes its time with each key of its old data; while it loads it answers
    // after every two megabytes only
    FakeAttempt attempt = backups.attemptWith(filled(binary));
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.write(data.resolve("dump.rdb"), filled(binary, "rdbcompression no\n", 900));
    String slow = RedisProcess.PLAIN + "key-load-delay 150\n";
    try (RedisProcess redis = RedisProcess.loading(binary, data, slow)) {
      org.awaitility.Awaitility.await()
          .atMost(java.time.Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> {
            try (RespConnection connection = redis.connect()) {
              return connection.ask("INFO", "persistence").text().contains("loading:1");
            }
          });
      assertThat(handler.check(spec(redis.port()), attempt).findings())
          .anyMatch(one -> one.code() == ProblemCode.DEFERRED);

      // When
      Done done = (Done) handler.run(spec(redis.port()), attempt);

      // Then
      assertThat(attempt.reported())
          .anyMatch(progress -> progress.step().contains("until the server has loaded"));
      assertThat(done.evidence()).anyMatch(line -> line.name().equals("on disk"));
    }
  }

  private static void writes(RedisProcess redis, AtomicBoolean over) {
    while (!over.get()) {
      try (RespConnection connection = redis.connect()) {
        connection.ask("INCR", "usage");
      } catch (IOException | RuntimeException e) {
        // Busy for a moment; the next one tries again.
      }
    }
  }

  private List<Finding> blockers(RedisProcess redis, FakeAttempt attempt) {
    return handler.check(spec(redis.port()), attempt).findings().stream()
        .filter(one -> one.severity() == Severity.BLOCKER)
        .toList();
  }

  private StageProblem refusal(RedisProcess redis, FakeAttempt attempt) {
    return catchThrowableOfType(StageProblem.class, () -> handler.run(spec(redis.port()), attempt));
  }

  private byte[] filled(Path binary) throws IOException {
    return filled(binary, "", 80);
  }

  private byte[] filled(Path binary, String config, int size) throws IOException {
    Path source = Files.createTempDirectory(folder, "source");
    try (RedisProcess server = RedisProcess.start(binary, source, RedisProcess.PLAIN + config);
        RespConnection redis = server.connect()) {
      redis.ask(
          "EVAL",
          "for n = 1, 40000 do redis.call('SET', 'k:' .. n, string.rep('x', %d) .. n) end"
              .formatted(size),
          "0");
      redis.ask("SAVE");
    }
    return Files.readAllBytes(source.resolve("dump.rdb"));
  }

  private RedisProcess start(String config) throws IOException {
    return RedisProcess.start(RedisBinaries.redis6(), folder.resolve("data"), config);
  }

  private static LoadRedis spec(int port) {
    return new LoadRedis(
        RedisTarget.external(Endpoint.ofHost("127.0.0.1", port), null, null, null),
        Backups.ARTIFACT,
        LoadWay.WIRE,
        null);
  }
}
