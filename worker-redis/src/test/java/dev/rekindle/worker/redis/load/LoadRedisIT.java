package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
  void server_holds_the_snapshot_and_keeps_it_through_a_crash(Path binary) throws Exception {
    // Given
    FakeAttempt attempt =
        backups.attemptWith(Backups.samples(RedisBinaries.redis6(), folder.resolve("source")));
    try (LocalInstallation redis = threescale(binary, "data")) {
      // When
      Done done = (Done) handler(redis).run(SPEC, attempt);

      // Then
      assertThat(done.outputs().get("target")).containsEntry("podUid", "pod-2");
      assertThat(done.evidence())
          .contains(
              new Evidence("aof_enabled", "1"), new Evidence("sentinel", "survived one restart"));
      assertThat(keysLike(redis, "rekindle:*")).containsExactly("rekindle:fence");
      assertThat(oldFilesKept(redis)).isTrue();
      redis.up().run("SET written later");
      Thread.sleep(1200);
      redis.crash();
      redis.up();
      assertThat(differences(redis, attempt))
          .containsExactly(new Difference(0, "written", "added"));
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void configuration_is_the_one_of_before_and_what_was_only_set_is_named(Path binary)
      throws Exception {
    for (boolean set : List.of(false, true)) {
      // Given
      FakeAttempt attempt = backups.attemptWith(fewKeys());
      try (LocalInstallation redis = threescale(binary, "data-" + set)) {
        if (set) {
          redis.up().run("CONFIG SET maxclients 77");
        }

        // When
        Done done = (Done) handler(redis).run(SPEC, attempt);

        // Then
        assertThat(done.evidence())
            .filteredOn(line -> line.name().equals("configuration"))
            .singleElement()
            .extracting(Evidence::value)
            .asString()
            .endsWith(set ? "lost with its restart: maxclients" : "settings as before");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rekindle.worker.redis.testing.RedisBinaries#newest")
  void goes_on_wherever_the_worker_died(Path binary) throws Exception {
    byte[] rdb = fewKeys();
    boolean died = true;
    for (int point = 1; died; point++) {
      // Given a worker that dies at one point of the load
      FakeAttempt first = backups.attemptWith(rdb);
      try (LocalInstallation redis = threescale(binary, "data-" + point)) {
        redis.killAt(point);
        died = dies(redis, first);
        redis.killAt(Integer.MAX_VALUE);

        // When
        StageOutcome outcome = handler(redis).run(SPEC, first.next());

        // Then
        assertThat(outcome).as("killed at " + point).isInstanceOf(Done.class);
        assertThat(differences(redis, first)).as("killed at " + point).isEmpty();
        assertThat(keysLike(redis, "rekindle:*")).containsExactly("rekindle:fence");
        assertThat(oldFilesKept(redis)).as("old files, killed at " + point).isTrue();
      }
    }
  }

  @Test
  void does_nothing_again_when_it_was_proven() throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(fewKeys());
    try (LocalInstallation redis = threescale(RedisBinaries.redis6(), "data")) {
      Done before = (Done) handler(redis).run(SPEC, attempt);

      // When
      Done again = (Done) handler(redis).run(SPEC, attempt.next());

      // Then
      assertThat(again.outputs()).isEqualTo(before.outputs());
      assertThat(again.evidence()).contains(new Evidence("restart", "proven by another attempt"));
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void loads_again_when_the_content_was_lost_meanwhile(Path binary) throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(fewKeys());
    try (LocalInstallation redis = threescale(binary, "data")) {
      handler(redis).run(SPEC, attempt);
      redis.up().run("FLUSHALL", "SET somebody else");

      // When
      StageOutcome outcome = handler(redis).run(SPEC, attempt.next());

      // Then
      assertThat(outcome).isInstanceOf(Done.class);
      assertThat(differences(redis, attempt)).isEmpty();
    }
  }

  @Test
  void refuses_a_snapshot_newer_than_the_server_before_touching_it() throws Exception {
    // Given
    byte[] rdb = fewKeys();
    System.arraycopy("0010".getBytes(), 0, rdb, 5, 4);
    System.arraycopy(new byte[8], 0, rdb, rdb.length - 8, 8);
    FakeAttempt attempt = backups.attemptWith(rdb);
    try (LocalInstallation redis = threescale(RedisBinaries.redis6(), "data")) {
      // When
      StageProblem refusal =
          catchThrowableOfType(StageProblem.class, () -> handler(redis).run(SPEC, attempt));

      // Then
      assertThat(refusal.code()).isEqualTo(ProblemCode.ARTIFACT_UNSUPPORTED);
      assertThat(redis.isUp()).isTrue();
      assertThat(blockers(handler(redis).check(SPEC, attempt)))
          .containsExactly(ProblemCode.ARTIFACT_UNSUPPORTED);
      assertThat(keysLike(redis, "*")).containsExactly("liveness-probe", "old");
    }
  }

  @Test
  void refuses_a_damaged_snapshot_before_touching_the_server() throws Exception {
    // Given
    byte[] rdb = fewKeys();
    rdb[rdb.length / 2] ^= 1;
    FakeAttempt attempt = backups.attemptWith(rdb);
    try (LocalInstallation redis = threescale(RedisBinaries.redis6(), "data")) {
      // When
      StageProblem refusal =
          catchThrowableOfType(StageProblem.class, () -> handler(redis).run(SPEC, attempt));

      // Then
      assertThat(refusal.code()).isEqualTo(ProblemCode.ARTIFACT_CORRUPT);
      assertThat(keysLike(redis, "*")).containsExactly("liveness-probe", "old");
    }
  }

  @Test
  void worker_that_comes_back_after_its_successor_changes_nothing() throws Exception {
    // Given
    FakeAttempt zombie = backups.attemptWith(fewKeys());
    try (LocalInstallation redis = threescale(RedisBinaries.redis6(), "data")) {
      handler(redis).run(SPEC, zombie.next());

      // When
      AttemptEnded ended =
          catchThrowableOfType(AttemptEnded.class, () -> handler(redis).run(SPEC, zombie));

      // Then
      assertThat(ended.outcome()).isEqualTo(new StageOutcome.Superseded(2));
      assertThat(differences(redis, zombie)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void check_tells_what_it_sees_and_changes_nothing(Path binary) throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(fewKeys());
    String config = RedisProcess.THREESCALE + "rename-command REPLICAOF \"\"\nmaxmemory 1kb\n";
    try (LocalInstallation redis = new LocalInstallation(binary, folder.resolve("data"), config)) {
      redis.up();

      // When
      Findings findings = handler(redis).check(SPEC, attempt);

      // Then
      assertThat(blockers(findings)).containsExactly(ProblemCode.SPACE_SHORT);
      assertThat(findings.captures()).hasSize(1);
      assertThat(findings.findings().toString())
          .contains("replicaof")
          .contains(" " + RedisBinaries.version(binary))
          .contains("Database 1: 1 keys");
      assertThat(redis.folder().resolve("rekindle")).doesNotExist();
    }
  }

  /** Why this module exists: the documented cycle, on the server of 3scale 2.15. */
  @ParameterizedTest
  @MethodSource("servers")
  void documented_procedure_loses_the_restored_data(Path binary) throws Exception {
    assumeFalse(RedisBinaries.version(binary).startsWith("6.0"), "6.2 is the first to lose it");
    // Given the configuration of the documented step: save lines commented out, appendonly no
    Path data = Files.createDirectories(folder.resolve("documented"));
    String documented = "databases 16\nappendonly no\n";
    byte[] rdb = fewKeys();
    RedisProcess old = RedisProcess.start(binary, data, documented);
    old.run("SET old before");
    Files.write(data.resolve("dump.rdb"), rdb);

    // When the rollout ends the old pod with SIGTERM
    old.terminate();

    // Then
    try (RedisProcess next = RedisProcess.start(binary, data, documented);
        RedisServer redis = new RedisServer(next.connect(), "redis")) {
      assertThat(redis.scan("*").stream().map(String::new)).containsExactly("old");
    }
  }

  private boolean dies(LocalInstallation redis, FakeAttempt attempt) {
    try {
      handler(redis).run(SPEC, attempt);
      return false;
    } catch (LocalInstallation.Killed e) {
      return true;
    }
  }

  private byte[] fewKeys() throws IOException {
    return Backups.few(
        RedisBinaries.redis6(),
        Files.createTempDirectory(folder, "few"),
        "SET a 1",
        "RPUSH list x y",
        "SET late soon PX 86400000",
        "SELECT 1",
        "SADD set p q");
  }

  private List<Difference> differences(LocalInstallation redis, FakeAttempt attempt) {
    ComparisonRules rules = ComparisonRules.of(attempt.ref().restore());
    return new Proof(artifacts, Backups.ARTIFACT, attempt)
        .compare(redis.site(attempt.next().next()).required(), rules)
        .differences();
  }

  private static boolean oldFilesKept(LocalInstallation redis) throws IOException {
    try (Stream<Path> files = Files.walk(redis.folder().resolve("rekindle"))) {
      return files
          .filter(file -> file.toString().contains("/aside"))
          .filter(Files::isRegularFile)
          .anyMatch(LoadRedisIT::holdsOldValue);
    }
  }

  private static boolean holdsOldValue(Path file) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
          .contains("before the disaster");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> keysLike(LocalInstallation redis, String pattern) throws IOException {
    try (RedisServer server = new RedisServer(redis.up().connect(), "redis")) {
      return server.scan(pattern).stream().map(String::new).sorted().toList();
    }
  }

  private static List<ProblemCode> blockers(Findings findings) {
    return findings.findings().stream()
        .filter(finding -> finding.severity() == Severity.BLOCKER)
        .map(Finding::code)
        .toList();
  }

  private LoadRedisHandler handler(LocalInstallation redis) {
    return new LoadRedisHandler((target, attempt) -> redis.site(attempt), artifacts, Duration.ZERO);
  }

  private LocalInstallation threescale(Path binary, String name) throws IOException {
    LocalInstallation redis =
        new LocalInstallation(binary, folder.resolve(name), RedisProcess.THREESCALE);
    try (var connection = redis.up().connect()) {
      connection.ask("SET", "old", "before the disaster");
      connection.ask("SET", "liveness-probe", "now");
      connection.ask("SAVE");
    }
    return redis;
  }
}
