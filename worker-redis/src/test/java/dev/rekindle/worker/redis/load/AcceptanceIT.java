package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is looked at before a server that was loaded by file is believed. */
class AcceptanceIT {

  private static final LoadRedis SPEC = new LoadRedis(Backups.target(), Backups.ARTIFACT);

  @TempDir Path folder;
  private Backups backups;
  private SnapshotArtifacts artifacts;
  private FakeAttempt attempt;

  @BeforeEach
  void store() throws IOException {
    backups = new Backups(folder.resolve("store"));
    artifacts = new SnapshotArtifacts(backups.stores());
    attempt =
        backups.attemptWith(
            Backups.few(
                RedisBinaries.redis6(),
                folder.resolve("few"),
                "SET a 1",
                "HSET rekindle:fence token 900 state proven restore other",
                "SELECT 1",
                "SADD set p q"));
  }

  static List<Path> servers() {
    return RedisBinaries.all();
  }

  /** Its snapshot comes from a server that was restored before, with higher tokens. */
  @ParameterizedTest
  @MethodSource("servers")
  void fence_of_another_time_is_replaced_before_anybody_can_connect(Path binary) throws Exception {
    try (LocalInstallation redis = installed(binary, RedisProcess.THREESCALE)) {
      // When
      Done done = run(redis, attempt);

      // Then
      assertThat(done.evidence())
          .contains(new Evidence("sentinel", "survived one restart"))
          .anyMatch(line -> line.name().equals("log"));
      assertThat(redis.up().connect().ask("HGET", "rekindle:fence", "token").text()).isEqualTo("1");
      assertThat(differences(redis)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void server_without_a_log_is_restarted_and_keeps_what_it_saved(Path binary) throws Exception {
    // Given
    String config = RedisProcess.THREESCALE.replace("appendonly yes", "appendonly no");
    AttemptRef ref = attempt.ref();
    FakeAttempt later =
        attempt.withRef(new AttemptRef(ref.restore(), ref.stage(), ref.number(), 1_000));
    try (LocalInstallation redis = installed(binary, config)) {
      // When
      Done done = run(redis, later);

      // Then
      assertThat(done.outputs().get("target")).containsEntry("podUid", "pod-3");
      assertThat(done.evidence())
          .contains(
              new Evidence("aof_enabled", "0"), new Evidence("sentinel", "survived one restart"));
      redis.crash();
      redis.up();
      assertThat(differences(redis)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void sentinel_that_is_missing_has_the_snapshot_placed_again(Path binary) throws Exception {
    try (LocalInstallation redis = installed(binary, RedisProcess.THREESCALE)) {
      // Given a server of which nobody knows that it read the log
      run(redis, attempt);
      redis.up().run("HSET rekindle:fence state loaded");

      // When
      Done done = run(redis, attempt.next());

      // Then
      assertThat(done.evidence())
          .anyMatch(
              line -> line.name().equals("placed again") && line.value().contains("sentinel"));
      assertThat(differences(redis)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rekindle.worker.redis.testing.RedisBinaries#newest")
  void server_that_writes_elsewhere_has_the_snapshot_placed_again(Path binary) throws Exception {
    try (LocalInstallation redis = installed(binary, RedisProcess.THREESCALE)) {
      // Given a server whose open log is no longer the one on the claim
      Done first = run(redis, attempt);
      String sha256 = value(first, "snapshot sha256");
      redis
          .up()
          .run(
              "SET rekindle:sentinel:" + attempt.ref().restore() + " " + sha256,
              "HSET rekindle:fence state loaded");
      Thread.sleep(1_200);
      shell(
          redis.folder(), "for log in appendonly*; do mv $log old-$log; cp -r old-$log $log; done");

      // When
      Done done = run(redis, attempt.next());

      // Then
      assertThat(done.evidence())
          .anyMatch(line ->
              line.name().equals("placed again") && line.value().contains("does not arrive"));
      assertThat(differences(redis)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void volume_that_is_too_small_is_seen_while_the_server_is_up(Path binary) throws Exception {
    // Given a volume with room for one snapshot, but not for those the way needs
    Path data = Files.createDirectories(folder.resolve("data"));
    assumeTrue(mounted(data), "no right to mount a file system");
    FakeAttempt large =
        backups.attemptWith(Backups.samples(RedisBinaries.redis6(), folder.resolve("samples")));
    try (LocalInstallation redis = installed(binary, RedisProcess.THREESCALE)) {
      LoadRedisHandler handler = handler(redis);

      // When
      List<Finding> findings = handler.check(SPEC, large).findings();
      StageProblem refusal =
          catchThrowableOfType(StageProblem.class, () -> handler.run(SPEC, large));

      // Then
      assertThat(findings).anyMatch(one -> one.code() == ProblemCode.SPACE_SHORT);
      assertThat(refusal.code()).isEqualTo(ProblemCode.SPACE_SHORT);
      assertThat(redis.isUp()).isTrue();
      assertThat(redis.up().connect().ask("GET", "old").text()).isEqualTo("before");
    } finally {
      shell(folder, "umount data");
    }
  }

  private static boolean mounted(Path at) throws Exception {
    return new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=5m", "tmpfs", at.toString())
            .start()
            .waitFor()
        == 0;
  }

  private static String value(Done done, String name) {
    return done.evidence().stream()
        .filter(line -> line.name().equals(name))
        .map(Evidence::value)
        .findFirst()
        .orElseThrow();
  }

  private static void shell(Path in, String script) throws Exception {
    Process process =
        new ProcessBuilder("/bin/sh", "-ec", script).directory(in.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private Done run(LocalInstallation redis, FakeAttempt one) {
    return (Done) handler(redis).run(SPEC, one);
  }

  private LoadRedisHandler handler(LocalInstallation redis) {
    return new LoadRedisHandler((target, a) -> redis.site(a), artifacts, Duration.ZERO);
  }

  private List<Difference> differences(LocalInstallation redis) {
    return new Proof(artifacts, Backups.ARTIFACT, attempt)
        .compare(
            redis.site(attempt.next().next()).required(),
            ComparisonRules.of(attempt.ref().restore()))
        .differences();
  }

  private LocalInstallation installed(Path binary, String config) throws IOException {
    LocalInstallation redis = new LocalInstallation(binary, folder.resolve("data"), config);
    redis.up().run("SET old before", "SAVE");
    return redis;
  }
}
