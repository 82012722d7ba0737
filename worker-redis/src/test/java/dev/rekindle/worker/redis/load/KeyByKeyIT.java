package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.site.KubernetesRedisSites;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.Recording;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that send nobody a snapshot of their own, as managed ones do. */
class KeyByKeyIT {

  private static final String MANAGED =
      RedisProcess.PLAIN
          + """
          rename-command SYNC ""
          rename-command PSYNC ""
          rename-command BGSAVE ""
          rename-command CONFIG ""
          """;

  @TempDir Path folder;
  private final FakeCluster cluster = new FakeCluster();
  private final KubernetesRedisSites sites = new KubernetesRedisSites(new FakeClusters(cluster));
  private Backups backups;
  private SnapshotArtifacts artifacts;
  private LoadRedisHandler handler;

  @BeforeEach
  void store() {
    backups = new Backups(folder.resolve("store"));
    artifacts = new SnapshotArtifacts(backups.stores());
    handler = new LoadRedisHandler(sites, artifacts);
  }

  static List<Path> servers() {
    return RedisBinaries.all();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void managed_server_is_loaded_and_proven_with_the_same_digests(Path binary) throws Exception {
    // Given
    FakeAttempt attempt =
        backups.attemptWith(Backups.samples(RedisBinaries.redis6(), folder.resolve("source")));
    List<Evidence> usual;
    try (RedisProcess redis =
        RedisProcess.start(binary, folder.resolve("usual"), RedisProcess.PLAIN)) {
      usual = ((Done) handler.run(spec(redis, null), attempt)).evidence();
    }
    try (RedisProcess redis = RedisProcess.start(binary, folder.resolve("data"), MANAGED)) {
      redis.run("SET old before");

      // When
      List<Finding> findings = handler.check(spec(redis, null), attempt).findings();
      List<Evidence> evidence = ((Done) handler.run(spec(redis, null), attempt)).evidence();

      // Then
      assertThat(findings)
          .noneMatch(one -> one.severity() == Severity.BLOCKER)
          .anyMatch(one -> one.message().contains("compared key by key"));
      assertThat(evidence)
          .anyMatch(line -> line.name().equals("compared") && line.value().contains("key by key"));
      assertThat(digests(evidence)).hasSize(16).isEqualTo(digests(usual));
    }
  }

  @Test
  void any_change_is_found_and_named() throws Exception {
    List<String> changes =
        List.of(
            "APPEND text x",
            "LSET list:small 2 other",
            "HSET hash new field",
            "ZINCRBY scores 1e-9 one",
            "XACK stream workers 1-1",
            "SREM set:ints 70000",
            "PEXPIREAT number 99999999999999",
            "PERSIST expires",
            "DEL big",
            "SET negative -128");
    FakeAttempt attempt = backups.attemptWith(Recording.of(RedisBinaries.redis6()));
    try (RedisProcess redis =
        RedisProcess.start(RedisBinaries.redis6(), folder.resolve("data"), MANAGED)) {
      handler.run(spec(redis, null), attempt);
      assertThat(differences(redis, attempt)).isEmpty();
      for (String change : changes) {
        // When
        redis.run(change);

        // Then
        String key = change.split(" ")[1];
        assertThat(differences(redis, attempt))
            .extracting(Difference::key)
            .as(change)
            .contains(key);
      }
      handler.run(spec(redis, null), attempt.next());
      redis.run("SET stranger 1");
      assertThat(differences(redis, attempt))
          .singleElement()
          .asString()
          .contains("17 instead of 16");
    }
  }

  /** What expires while it is compared must neither make a difference nor hide one. */
  @Test
  void keys_that_expire_meanwhile_hide_no_stranger() throws Exception {
    // Given
    Path source = Files.createDirectories(folder.resolve("source"));
    FakeAttempt attempt;
    try (RedisProcess filled =
        RedisProcess.start(RedisBinaries.redis6(), source, RedisProcess.PLAIN)) {
      try (RespConnection redis = filled.connect()) {
        redis.ask(
            "EVAL",
            "for n = 1, 600 do redis.call('SET', 'k:' .. n, n, 'PX', 3000 + n * 4) end",
            "0");
        redis.ask("SET", "stays", "1");
        redis.ask("SAVE");
      }
      attempt = backups.attemptWith(Files.readAllBytes(source.resolve("dump.rdb")));
    }
    try (RedisProcess redis =
        RedisProcess.start(RedisBinaries.redis6(), folder.resolve("data"), MANAGED)) {
      handler.run(spec(redis, null), attempt);
      boolean stranger = false;
      int looks = 0;
      while (!redis.run("EXISTS k:600").getFirst().contains("=0")) {
        // When
        List<Difference> found = differences(redis, attempt);

        // Then
        assertThat(found).hasSize(stranger ? 1 : 0);
        looks++;
        stranger = !stranger;
        redis.run(stranger ? "SET stranger 1" : "DEL stranger");
      }
      assertThat(looks).isGreaterThan(5);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void login_without_the_right_to_replicate_needs_only_that_to_dump(Path binary) throws Exception {
    // Given
    FakeAttempt attempt =
        backups.attemptWith(
            Backups.few(RedisBinaries.redis6(), folder.resolve("source"), "SET a 1"));
    cluster.withSecret("redis", "password", "secret");
    try (RedisProcess redis =
        RedisProcess.start(binary, folder.resolve("data"), RedisProcess.PLAIN)) {
      redis.run("ACL SETUSER loader on >secret ~* +@all -sync -psync -replconf");

      // When
      Done done = (Done) handler.run(spec(redis, "loader"), attempt);
      redis.run("ACL SETUSER loader -dump");
      StageProblem refusal =
          catchThrowableOfType(
              StageProblem.class, () -> handler.run(spec(redis, "loader"), attempt.next()));

      // Then
      assertThat(done.evidence()).anyMatch(line -> line.value().contains("key by key"));
      assertThat(refusal.code()).isEqualTo(ProblemCode.PERMISSION_MISSING);
    }
  }

  private static List<Evidence> digests(List<Evidence> evidence) {
    return evidence.stream().filter(line -> line.name().startsWith("digest")).toList();
  }

  private List<Difference> differences(RedisProcess redis, FakeAttempt attempt) {
    RedisSite site = sites.of(spec(redis, null).target(), attempt);
    return new Proof(artifacts, Backups.ARTIFACT, attempt)
        .compare(site.required(), ComparisonRules.of(attempt.ref().restore()))
        .differences();
  }

  private static LoadRedis spec(RedisProcess redis, @Nullable String user) {
    SecretRef password = user == null ? null : new SecretRef("redis", "password");
    return new LoadRedis(
        RedisTarget.external(Endpoint.ofHost("127.0.0.1", redis.port()), user, password, null),
        Backups.ARTIFACT,
        LoadWay.WIRE,
        null);
  }
}
