package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.KubernetesRedisSites;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.RedisSites;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.CutProxy;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The load over the wire, into real servers of which only the endpoint is known. */
class WireLoadIT {

  private static final String FILL =
      """
      for n = 1, 24000 do redis.call('SET', 's:' .. n, n) end
      for n = 1, 6000 do
        redis.call('HSET', 'h:' .. n, 'field', 'value ' .. n)
        redis.call('PEXPIREAT', 'h:' .. n, 4102444800000)
      end
      """;

  @TempDir Path folder;
  private Backups backups;
  private SnapshotArtifacts artifacts;
  private LoadRedisHandler handler;

  @BeforeEach
  void store() {
    backups = new Backups(folder.resolve("store"));
    artifacts = new SnapshotArtifacts(backups.stores());
    handler = new LoadRedisHandler(sites(), artifacts);
  }

  static List<Path> servers() {
    return RedisBinaries.all();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void server_holds_exactly_the_snapshot_and_keeps_it_through_a_crash(Path binary)
      throws Exception {
    // Given
    FakeAttempt attempt =
        backups.attemptWith(Backups.samples(RedisBinaries.redis6(), folder.resolve("source")));
    Path data = folder.resolve("data");
    RedisProcess redis = RedisProcess.start(binary, data, RedisProcess.THREESCALE);
    redis.run("SET old before", "SET a clash");

    // When
    Done done = (Done) handler.run(spec(redis.port()), attempt);

    // Then
    assertThat(done.evidence())
        .contains(
            new Evidence("sent", "from the beginning"),
            new Evidence("on disk", "append-only log, written and healthy"));
    assertThat(keys(redis, "rekindle:*")).containsExactly("rekindle:fence");
    redis.run("SET written later");
    Thread.sleep(1200);
    redis.kill();
    try (RedisProcess again = RedisProcess.start(binary, data, RedisProcess.THREESCALE)) {
      assertThat(differences(again.port(), attempt))
          .containsExactly(new Difference(0, "written", "added"));
      assertThat(expiry(again, "expires late")).isEqualTo(expiryInSnapshot(attempt));
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void without_a_log_the_server_saves_what_it_got(Path binary) throws Exception {
    // Given
    FakeAttempt attempt =
        backups.attemptWith(Backups.samples(RedisBinaries.redis6(), folder.resolve("source")));
    Path data = folder.resolve("data");
    RedisProcess redis = RedisProcess.start(binary, data, RedisProcess.PLAIN);

    // When
    Done done = (Done) handler.run(spec(redis.port()), attempt);

    // Then
    assertThat(done.evidence())
        .contains(new Evidence("on disk", "snapshot file (appendonly is off)"));
    redis.kill();
    try (RedisProcess again = RedisProcess.start(binary, data, RedisProcess.PLAIN)) {
      assertThat(differences(again.port(), attempt)).isEmpty();
    }
  }

  @Test
  void functions_of_the_snapshot_replace_those_of_the_server() throws Exception {
    Path binary = RedisBinaries.redis7().orElse(null);
    org.junit.jupiter.api.Assumptions.assumeTrue(binary != null, "no redis-server 7");
    // Given
    byte[] rdb;
    Path source = folder.resolve("source");
    try (RedisProcess server = RedisProcess.start(binary, source, RedisProcess.PLAIN)) {
      function(server, "mine");
      server.run("SET a 1", "SAVE");
      rdb = Files.readAllBytes(source.resolve("dump.rdb"));
    }
    try (RedisProcess redis =
        RedisProcess.start(binary, folder.resolve("data"), RedisProcess.PLAIN)) {
      function(redis, "theirs");

      // When
      handler.run(spec(redis.port()), backups.attemptWith(rdb));

      // Then
      assertThat(redis.run("FUNCTION LIST").toString()).contains("Many");
      assertThat(redis.run("FCALL mine 0").toString()).doesNotContain("Failure");
      assertThat(libraries(redis)).containsExactly("mine");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rekindle.worker.redis.testing.RedisBinaries#newest")
  void goes_on_wherever_the_connections_broke_and_applies_no_batch_twice(Path binary)
      throws Exception {
    // Given: the same load undisturbed, for its number of commands and bytes
    byte[] rdb = many(binary);
    Counts undisturbed;
    long bytes;
    try (RedisProcess redis =
            RedisProcess.start(binary, folder.resolve("once"), RedisProcess.THREESCALE);
        CutProxy proxy = new CutProxy(redis.port(), Long.MAX_VALUE)) {
      handler.run(spec(proxy.port()), backups.attemptWith(rdb));
      undisturbed = Counts.of(redis);
      bytes = proxy.passed();
    }
    for (int tenth : List.of(2, 5, 9)) {
      FakeAttempt attempt = backups.attemptWith(rdb);
      try (RedisProcess redis =
          RedisProcess.start(binary, folder.resolve("cut-" + tenth), RedisProcess.THREESCALE)) {
        try (CutProxy proxy = new CutProxy(redis.port(), bytes * tenth / 10)) {
          assertThat(cut(proxy, attempt)).isTrue();
        }

        // When
        Done done = (Done) handler.run(spec(redis.port()), attempt.next());

        // Then
        assertThat(differences(redis.port(), attempt)).as("cut at " + tenth).isEmpty();
        assertThat(Counts.of(redis)).as("cut at " + tenth).isEqualTo(undisturbed);
        assertThat(done.evidence())
            .anyMatch(line -> line.name().equals("sent") && line.value().contains("resumed"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rekindle.worker.redis.testing.RedisBinaries#newest")
  void server_that_is_killed_in_the_middle_ends_whole(Path binary) throws Exception {
    // Given
    byte[] rdb = many(binary);
    FakeAttempt attempt = backups.attemptWith(rdb);
    for (int round = 1; round <= 2; round++) {
      Path data = folder.resolve("killed-" + round);
      RedisProcess redis = RedisProcess.start(binary, data, RedisProcess.THREESCALE);
      redis.run("SET old before");
      Thread killer = killAfter(redis, round * 60L);
      boolean died = cut(redis.port(), attempt);
      killer.join();
      try (RedisProcess again = RedisProcess.start(binary, data, RedisProcess.THREESCALE)) {
        // When
        attempt = attempt.next();
        handler.run(spec(again.port()), attempt);

        // Then
        assertThat(differences(again.port(), attempt)).as("round " + round + died).isEmpty();
      }
      attempt = attempt.next();
    }
  }

  @Test
  void what_an_old_fence_in_the_snapshot_says_is_not_believed() throws Exception {
    // Given a backup of a server that was restored before, with jobs that were put aside then
    byte[] rdb =
        Backups.few(
            RedisBinaries.redis6(),
            folder.resolve("source"),
            "HSET rekindle:fence token 900 state proven",
            "RPUSH rekindle:quarantine:other:queue job",
            "SET a 1");
    try (RedisProcess redis =
        RedisProcess.start(
            RedisBinaries.redis6(), folder.resolve("data"), RedisProcess.THREESCALE)) {
      // When
      handler.run(spec(redis.port()), backups.attemptWith(rdb));

      // Then
      assertThat(redis.run("HGET rekindle:fence token").getFirst()).contains("Text");
      assertThat(keys(redis, "*"))
          .containsExactly("a", "rekindle:fence", "rekindle:quarantine:other:queue");
      assertThat(hash(redis, "rekindle:fence")).containsEntry("token", "1");
    }
  }

  private record Counts(long restored, long pairs) {
    static Counts of(RedisProcess redis) throws IOException {
      try (RedisServer server = new RedisServer(redis.connect(), "redis")) {
        Map<String, String> stats = server.info("commandstats");
        return new Counts(calls(stats, "restore"), calls(stats, "mset"));
      }
    }

    private static long calls(Map<String, String> stats, String command) {
      String text = stats.getOrDefault("cmdstat_" + command, "calls=0,");
      return Long.parseLong(text.replaceFirst("calls=(\\d+).*", "$1"));
    }
  }

  private boolean cut(CutProxy proxy, FakeAttempt attempt) {
    return cut(proxy.port(), attempt);
  }

  private boolean cut(int port, FakeAttempt attempt) {
    try {
      handler.run(spec(port), attempt);
      return false;
    } catch (StageProblem problem) {
      assertThat(problem.retryable()).as(problem.detail()).isTrue();
      return true;
    }
  }

  private static Thread killAfter(RedisProcess redis, long millis) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            Thread.sleep(millis);
            redis.kill();
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Enough for some dozens of batches in two databases. */
  private byte[] many(Path binary) throws IOException {
    Path source = Files.createTempDirectory(folder, "many");
    try (RedisProcess server = RedisProcess.start(binary, source, RedisProcess.PLAIN)) {
      try (var redis = server.connect()) {
        for (String database : List.of("0", "1")) {
          redis.ask("SELECT", database);
          redis.ask("EVAL", FILL, "0");
        }
      }
      server.run("SAVE");
    }
    return Files.readAllBytes(source.resolve("dump.rdb"));
  }

  private static void function(RedisProcess server, String name) throws IOException {
    try (var redis = server.connect()) {
      redis.ask(
          "FUNCTION",
          "LOAD",
          "#!lua name=%s\nredis.register_function('%s', function() return 1 end)"
              .formatted(name, name));
    }
  }

  private static List<String> libraries(RedisProcess server) throws IOException {
    try (var redis = server.connect()) {
      return redis.ask("FUNCTION", "LIST").items().stream()
          .map(library -> library.items().get(1).text())
          .toList();
    }
  }

  private List<Difference> differences(int port, FakeAttempt attempt) {
    RedisSite site = sites().of(spec(port).target(), attempt);
    return new Proof(artifacts, Backups.ARTIFACT, attempt)
        .compare(site.required(), ComparisonRules.of(attempt.ref().restore()))
        .differences();
  }

  private static long expiry(RedisProcess server, String key) throws IOException {
    try (var redis = server.connect()) {
      String now = redis.ask("EVAL", "return redis.call('PTTL', KEYS[1])", "1", key).text();
      return Math.round((System.currentTimeMillis() + Long.parseLong(now)) / 60_000.0);
    }
  }

  private long expiryInSnapshot(FakeAttempt attempt) throws IOException {
    Path data = Files.createTempDirectory(folder, "reference");
    Files.write(
        data.resolve("dump.rdb"),
        Files.readAllBytes(folder.resolve("store/monday/backend-redis-dump.rdb")));
    try (RedisProcess reference =
        RedisProcess.start(RedisBinaries.redis6(), data, RedisProcess.PLAIN)) {
      return expiry(reference, "expires late");
    }
  }

  private static Map<String, String> hash(RedisProcess redis, String key) throws IOException {
    try (RedisServer server = new RedisServer(redis.connect(), "redis")) {
      return server.hash(key);
    }
  }

  private static List<String> keys(RedisProcess redis, String pattern) throws IOException {
    try (RedisServer server = new RedisServer(redis.connect(), "redis")) {
      return server.scan(pattern).stream()
          .map(key -> new String(key, StandardCharsets.UTF_8))
          .sorted()
          .toList();
    }
  }

  private static RedisSites sites() {
    return new KubernetesRedisSites(new FakeClusters(new FakeCluster()));
  }

  private static LoadRedis spec(int port) {
    return new LoadRedis(
        RedisTarget.external(Endpoint.ofHost("127.0.0.1", port), null, null, null),
        Backups.ARTIFACT,
        LoadWay.WIRE,
        null);
  }
}
