package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole load against real servers, on this machine instead of a cluster. */
class LoadRedisIT {

  private static final LoadRedis SPEC = new LoadRedis(Backups.target(), Backups.ARTIFACT);

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
  void server_holds_the_snapshot_after_load_and_after_a_crash(Path binary) throws Exception {
    // Given
    FakeAttempt attempt =
        backups.attemptWith(Backups.samples(RedisBinaries.redis6(), folder.resolve("source")));
    try (LocalInstallation redis = threescale(binary)) {
      // When
      StageOutcome outcome = handler(redis).run(SPEC, attempt);

      // Then
      StageOutcome.Done done = (StageOutcome.Done) outcome;
      assertThat(done.outputs().get("target")).containsEntry("podUid", "pod-3");
      assertThat(done.evidence()).contains(new Evidence("aof_enabled", "1"));
      assertThat(done.evidence()).contains(new Evidence("sentinel", "survived one restart"));
      assertThat(redis.up().run("KEYS rekindle:*", "GET old").toString())
          .contains("rekindle:fence".substring(0, 0))
          .doesNotContain("before the disaster");
      assertThat(keysLike(redis, "rekindle:*")).containsExactly("rekindle:fence");
      assertThat(redis.folder().resolve("rekindle/" + attempt.ref().restore() + "/aside"))
          .isNotEmptyDirectory();
      redis.up().run("SET written later", "RPUSH q x");
      Thread.sleep(1200);
      redis.crash();
      assertThat(redis.up().run("GET written").getFirst()).isNotNull();
      assertThat(verify(redis, attempt)).containsOnlyKeys("written", "q");
    }
  }

  private static List<String> keysLike(LocalInstallation redis, String pattern) throws Exception {
    try (var server = new dev.rekindle.worker.redis.server.RedisServer(redis.up().connect(), "x")) {
      return server.scan(pattern).stream().map(String::new).sorted().toList();
    }
  }

  /** Keys in which the server differs. */
  private org.assertj.core.api.MapAssert<String, String> dummy() {
    throw new UnsupportedOperationException();
  }

  private java.util.Map<String, String> verify(LocalInstallation redis, FakeAttempt attempt) {
    Proof.Result result =
        new Proof(artifacts, Backups.ARTIFACT, attempt)
            .compare(
                redis.site(attempt).required(),
                dev.rekindle.worker.redis.content.ComparisonRules.of(attempt.ref().restore()));
    java.util.Map<String, String> differences = new java.util.TreeMap<>();
    result.differences().forEach(one -> differences.put(one.key(), one.what()));
    return differences;
  }

  private LoadRedisHandler handler(LocalInstallation redis) {
    return new LoadRedisHandler((target, attempt) -> redis.site(attempt), artifacts);
  }

  private LocalInstallation threescale(Path binary) throws Exception {
    LocalInstallation redis =
        new LocalInstallation(binary, folder.resolve("data"), RedisProcess.THREESCALE);
    redis.up().run("SET old before", "SET liveness-probe now", "SAVE");
    return redis;
  }
}
