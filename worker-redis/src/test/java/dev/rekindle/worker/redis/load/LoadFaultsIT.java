package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.AttemptEnded;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged snapshots, workers that are overtaken in the middle, and workers that die twice. */
class LoadFaultsIT {

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

  private enum Damage {
    FLIPPED_BIT(ProblemCode.ARTIFACT_CORRUPT) {
      @Override
      byte[] of(byte[] rdb) {
        rdb[rdb.length / 2] ^= 1;
        return rdb;
      }
    },
    WRONG_CHECKSUM(ProblemCode.ARTIFACT_CORRUPT) {
      @Override
      byte[] of(byte[] rdb) {
        rdb[rdb.length - 3] ^= 0x40;
        return rdb;
      }
    },
    CUT_BEFORE_ITS_END(ProblemCode.ARTIFACT_TRUNCATED) {
      @Override
      byte[] of(byte[] rdb) {
        return Arrays.copyOf(rdb, rdb.length - 12);
      }
    },
    CUT_IN_ITS_CHECKSUM(ProblemCode.ARTIFACT_TRUNCATED) {
      @Override
      byte[] of(byte[] rdb) {
        return Arrays.copyOf(rdb, rdb.length - 1);
      }
    },
    EMPTY(ProblemCode.ARTIFACT_TRUNCATED) {
      @Override
      byte[] of(byte[] rdb) {
        return new byte[0];
      }
    },
    NEWER_THAN_THE_SERVER(ProblemCode.ARTIFACT_UNSUPPORTED) {
      @Override
      byte[] of(byte[] rdb) {
        System.arraycopy("0010".getBytes(), 0, rdb, 5, 4);
        Arrays.fill(rdb, rdb.length - 8, rdb.length, (byte) 0);
        return rdb;
      }
    },
    NEWER_THAN_ANY_SERVER(ProblemCode.ARTIFACT_UNSUPPORTED) {
      @Override
      byte[] of(byte[] rdb) {
        System.arraycopy("0099".getBytes(), 0, rdb, 5, 4);
        return rdb;
      }
    };

    private final ProblemCode code;

    Damage(ProblemCode code) {
      this.code = code;
    }

    abstract byte[] of(byte[] rdb);
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void check_and_run_refuse_what_cannot_be_loaded_and_change_nothing(Damage damage)
      throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(damage.of(fewKeys()));
    try (LocalInstallation redis = threescale(RedisBinaries.redis6(), "data")) {
      Map<String, String> before = files(redis);

      // When
      List<ProblemCode> seen = List.of(checked(redis, attempt), ran(redis, attempt));

      // Then
      assertThat(seen).containsOnly(damage.code);
      assertThat(files(redis)).isEqualTo(before);
      assertThat(keys(redis)).containsExactly("liveness-probe", "old");
      assertThat(redis.isUp()).isTrue();
    }
  }

  /** As the worker reports it: a problem on its way out of a check is a blocker. */
  private ProblemCode checked(LocalInstallation redis, FakeAttempt attempt) {
    try {
      return handler(redis).check(SPEC, attempt).findings().stream()
          .filter(finding -> finding.severity() == Severity.BLOCKER)
          .map(Finding::code)
          .reduce((one, other) -> {
            throw new AssertionError(one + " and " + other);
          })
          .orElseThrow();
    } catch (StageProblem problem) {
      return problem.code();
    }
  }

  private ProblemCode ran(LocalInstallation redis, FakeAttempt attempt) {
    try {
      throw new AssertionError("It was loaded: " + handler(redis).run(SPEC, attempt));
    } catch (StageProblem problem) {
      assertThat(problem.retryable()).isFalse();
      return problem.code();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rekindle.worker.redis.testing.RedisBinaries#newest")
  void an_attempt_overtaken_at_any_step_changes_nothing_more(Path binary) throws Exception {
    byte[] rdb = fewKeys();
    AtomicBoolean overtaken = new AtomicBoolean(true);
    for (int point = 1; overtaken.get(); point++) {
      // Given
      FakeAttempt slow = backups.attemptWith(rdb);
      try (LocalInstallation redis = threescale(binary, "overtaken-" + point)) {
        overtaken.set(false);
        List<String> left = new ArrayList<>();
        redis.at(
            point,
            () -> {
              overtaken.set(true);
              assertThat(handler(redis).run(SPEC, slow.next())).isInstanceOf(Done.class);
              left.addAll(fence(redis));
            });

        // When
        String end = end(redis, slow);

        // Then
        if (overtaken.get()) {
          String where = "overtaken at " + point + ", " + end;
          assertThat(redis.isUp()).as(where).isTrue();
          assertThat(differences(redis, slow)).as(where).isEmpty();
          assertThat(keys(redis)).as(where).contains("rekindle:fence", "a", "list");
          assertThat(keys(redis)).as(where).noneMatch(key -> key.contains("sentinel"));
          assertThat(fence(redis)).as(where).isEqualTo(left);
        }
      }
    }
  }

  private String end(LocalInstallation redis, FakeAttempt attempt) {
    try {
      return handler(redis).run(SPEC, attempt).getClass().getSimpleName();
    } catch (AttemptEnded | StageProblem e) {
      return e.toString();
    }
  }

  @Test
  void worker_that_dies_again_and_again_gets_there() throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(fewKeys());
    try (LocalInstallation redis = threescale(RedisBinaries.redis6(), "again")) {
      // One call further with every attempt: each dies, none can do it alone.
      int deaths = 0;
      for (int point = 2; point < 24; point += 2) {
        redis.killAt(point);
        try {
          handler(redis).run(SPEC, attempt);
        } catch (LocalInstallation.Killed e) {
          deaths++;
        }
        attempt = attempt.next();
      }
      redis.killAt(Integer.MAX_VALUE);

      // When
      StageOutcome outcome = handler(redis).run(SPEC, attempt);

      // Then
      assertThat(deaths).isGreaterThan(5);
      assertThat(outcome).isInstanceOf(Done.class);
      assertThat(differences(redis, attempt)).isEmpty();
      assertThat(Files.walk(redis.folder().resolve("rekindle")))
          .filteredOn(Files::isRegularFile)
          .filteredOn(file -> file.toString().contains("/aside"))
          .anyMatch(file -> file.toString().contains("appendonly"));
    }
  }

  private byte[] fewKeys() throws IOException {
    return Backups.few(
        RedisBinaries.redis6(),
        Files.createTempDirectory(folder, "few"),
        "SET a 1",
        "RPUSH list x y",
        "SELECT 1",
        "SADD set p q");
  }

  private List<Difference> differences(LocalInstallation redis, FakeAttempt attempt) {
    return new Proof(artifacts, Backups.ARTIFACT, attempt)
        .compare(
            redis.site(attempt.next().next()).required(),
            ComparisonRules.of(attempt.ref().restore()))
        .differences();
  }

  private static List<String> fence(LocalInstallation redis) {
    try (var connection = redis.up().connect()) {
      return List.of(connection.ask("HGET", "rekindle:fence", "token").text());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> keys(LocalInstallation redis) throws IOException {
    try (RedisServer server = new RedisServer(redis.up().connect(), "redis")) {
      return server.scan("*").stream().map(String::new).sorted().toList();
    }
  }

  private static Map<String, String> files(LocalInstallation redis) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(redis.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(file.toString(), LocalInstallation.sha256(file));
      }
    }
    return digests;
  }

  private LoadRedisHandler handler(LocalInstallation redis) {
    return new LoadRedisHandler(
        (target, attempt) -> redis.site(attempt), artifacts, java.time.Duration.ZERO);
  }

  private LocalInstallation threescale(Path binary, String name) throws IOException {
    LocalInstallation redis =
        new LocalInstallation(binary, folder.resolve(name), RedisProcess.THREESCALE);
    try (var connection = redis.up().connect()) {
      // What is in the log is in its file: the files are compared.
      connection.ask("CONFIG", "SET", "appendfsync", "always");
      connection.ask("SET", "old", "before the disaster");
      connection.ask("SET", "liveness-probe", "now");
      connection.ask("SAVE");
    }
    return redis;
  }
}
