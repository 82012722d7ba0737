package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.ProofDepth;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.site.KubernetesRedisSites;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A proof by a sample of values and the number of all keys. */
class SampledProofIT {

  private static final int KEYS = 40_000;

  private static final String FILL =
      """
      for n = 1, 40000 do
        redis.call('HSET', 'app:' .. n, 'id', n, 'state', 'live')
      end
      redis.call('SELECT', 1)
      redis.call('RPUSH', 'queue:priority', 'one', 'two')
      """;

  @TempDir Path folder;
  private Backups backups;
  private SnapshotArtifacts artifacts;

  @BeforeEach
  void store() {
    backups = new Backups(folder.resolve("store"));
    artifacts = new SnapshotArtifacts(backups.stores());
  }

  static List<Path> servers() {
    return RedisBinaries.all();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void load_by_file_is_proven_by_a_sample_and_the_number_of_keys(Path binary) throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(filled(FILL));
    try (LocalInstallation redis =
        new LocalInstallation(binary, folder.resolve("data"), RedisProcess.THREESCALE)) {
      redis.up().run("SET old before");
      LoadRedisHandler handler = new LoadRedisHandler((target, a) -> redis.site(a), artifacts);
      LoadRedis spec =
          new LoadRedis(Backups.target(), Backups.ARTIFACT, LoadWay.FILE, ProofDepth.SAMPLED);

      // When
      List<Evidence> evidence = ((Done) handler.run(spec, attempt)).evidence();

      // Then
      assertThat(value(evidence, "compared")).contains("sample");
      assertThat(value(evidence, "keys db0")).startsWith(KEYS + " in");
      assertThat(Long.parseLong(value(evidence, "keys of the sample db0").split(",")[0]))
          .isBetween(8_000L, 12_000L);
    }
  }

  @Test
  void keys_too_many_or_too_few_and_changes_of_many_are_found() throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(filled(FILL));
    try (RedisProcess redis = loaded(attempt)) {
      assertThat(differences(redis, attempt)).isEmpty();

      // When, then: a single key, whether it is in the sample or not
      redis.run("SET stranger 1");
      assertThat(differences(redis, attempt)).singleElement().asString().contains("40002 instead");
      redis.run("DEL stranger");
      redis.run("RENAME app:7 app:other");
      redis.run("DEL app:8");
      assertThat(differences(redis, attempt)).isNotEmpty();

      // What changes the values or expiries of a hundredth of the keys cannot hide in 10,000.
      artifactAgain(redis, attempt);
      script(redis, "for n = 1, 400 do redis.call('HSET', 'app:'..n*9, 'id', 'x') end");
      assertThat(differences(redis, attempt)).isNotEmpty();
      artifactAgain(redis, attempt);
      script(redis, "for n = 1, 400 do redis.call('EXPIRE', 'app:'..n*9, 99999) end");
      assertThat(differences(redis, attempt)).isNotEmpty();
      artifactAgain(redis, attempt);
      assertThat(differences(redis, attempt)).isEmpty();
    }
  }

  /** A server keeps an expired key until it comes across it; a log is loaded with all of them. */
  @Test
  void keys_that_expired_since_the_backup_hide_no_stranger() throws Exception {
    // Given
    String expiring =
        """
        redis.call('SELECT', 0)
        for n = 1, 1000 do redis.call('SET', 'soon:' .. n, n, 'PX', 1 + n * 6) end
        """;
    FakeAttempt attempt = backups.attemptWith(filled(FILL + expiring));
    try (RedisProcess redis = loaded(attempt)) {
      for (int look = 0; look < 6; look++) {
        assertThat(differences(redis, attempt)).isEmpty();
        redis.run("SET stranger 1");
        assertThat(differences(redis, attempt)).hasSize(1);
        redis.run("DEL stranger");
      }
    }
  }

  @Test
  void where_a_sample_cannot_decide_everything_is_compared() throws Exception {
    // Given: more keys that expire within the hour than are remembered
    String expiring =
        """
        redis.call('SELECT', 0)
        for n = 1, 50001 do redis.call('SET', 'soon:' .. n, n, 'EX', 3000) end
        """;
    FakeAttempt attempt = backups.attemptWith(filled(FILL + expiring));
    try (RedisProcess redis = loaded(attempt)) {
      // When
      Proof.Result result = proof(redis, attempt);

      // Then
      assertThat(result.same()).isTrue();
      assertThat(result.evidence()).noneMatch(line -> line.name().equals("compared"));
      assertThat(value(result.evidence(), "keys db0")).startsWith("90001, of them 50001");
    }
  }

  private final KubernetesRedisSites sites =
      new KubernetesRedisSites(new FakeClusters(new FakeCluster()));

  /** A server with the snapshot, loaded over the wire. */
  private RedisProcess loaded(FakeAttempt attempt) throws IOException {
    RedisProcess redis =
        RedisProcess.start(RedisBinaries.redis6(), folder.resolve("data"), RedisProcess.PLAIN);
    artifactAgain(redis, attempt);
    return redis;
  }

  private void artifactAgain(RedisProcess redis, FakeAttempt attempt) throws IOException {
    redis.run("FLUSHALL");
    new LoadRedisHandler(sites, artifacts).run(spec(redis), attempt.next());
  }

  private static void script(RedisProcess redis, String text) throws IOException {
    try (RespConnection connection = redis.connect()) {
      connection.ask("EVAL", text, "0");
    }
  }

  private List<String> differences(RedisProcess redis, FakeAttempt attempt) {
    return proof(redis, attempt).differences().stream().map(Object::toString).toList();
  }

  private Proof.Result proof(RedisProcess redis, FakeAttempt attempt) {
    Proof proof = new Proof(artifacts, Backups.ARTIFACT, attempt);
    ComparisonRules rules = ComparisonRules.of(attempt.ref().restore());
    proof.drawSample(KEYS, rules);
    RedisSite site = sites.of(spec(redis).target(), attempt);
    return proof.compare(site.required(), rules);
  }

  private byte[] filled(String script) throws IOException {
    Path source = Files.createDirectories(folder.resolve("source"));
    try (RedisProcess filled =
            RedisProcess.start(RedisBinaries.redis6(), source, RedisProcess.PLAIN);
        RespConnection redis = filled.connect()) {
      redis.ask("EVAL", script, "0");
      redis.ask("SAVE");
    }
    return Files.readAllBytes(source.resolve("dump.rdb"));
  }

  private static LoadRedis spec(RedisProcess redis) {
    return new LoadRedis(
        RedisTarget.external(Endpoint.ofHost("127.0.0.1", redis.port()), null, null, null),
        Backups.ARTIFACT,
        LoadWay.WIRE,
        ProofDepth.SAMPLED);
  }

  private static String value(List<Evidence> evidence, String name) {
    return evidence.stream()
        .filter(line -> line.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
