package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed at every step of a load, or written to all the time. */
class ServerFaultsIT {

  private static final Path REDIS = RedisBinaries.redis6();

  @TempDir Path folder;
  private Backups backups;
  private SnapshotArtifacts artifacts;

  @BeforeEach
  void store() {
    backups = new Backups(folder.resolve("store"));
    artifacts = new SnapshotArtifacts(backups.stores());
  }

  @Test
  void killed_at_every_step_of_the_way_by_file_it_ends_whole() throws Exception {
    killedAtEveryStep(LoadWay.FILE);
  }

  @Test
  @Tag("long")
  void killed_at_every_step_of_the_way_over_the_wire_it_ends_whole() throws Exception {
    killedAtEveryStep(LoadWay.WIRE);
  }

  private void killedAtEveryStep(LoadWay way) throws Exception {
    byte[] rdb = fewKeys();
    AtomicBoolean killed = new AtomicBoolean(true);
    for (int point = 1; killed.get(); point++) {
      // Given
      FakeAttempt attempt = backups.attemptWith(rdb);
      try (LocalInstallation redis = threescale(way + "-" + point)) {
        killed.set(false);
        redis.at(
            point,
            () -> {
              killed.set(true);
              crash(redis);
            });
        attempt(redis, way, attempt);
        redis.killAt(Integer.MAX_VALUE);
        redis.up();

        // When
        StageOutcome outcome = handler(redis).run(spec(way), attempt.next());

        // Then
        assertThat(outcome).as("killed at " + point).isInstanceOf(Done.class);
        assertThat(
                new Proof(artifacts, Backups.ARTIFACT, attempt)
                    .compare(
                        redis.site(attempt.next().next()).required(),
                        ComparisonRules.of(attempt.ref().restore()))
                    .differences())
            .as("killed at " + point)
            .isEmpty();
      }
    }
  }

  /** What fails here may be tried again; nothing is called done. */
  private void attempt(LocalInstallation redis, LoadWay way, FakeAttempt attempt) {
    try {
      handler(redis).run(spec(way), attempt);
    } catch (StageProblem problem) {
      assertThat(problem.retryable()).as(problem.detail()).isTrue();
    }
  }

  @Test
  void written_to_all_the_time_it_is_no_success_by_file() throws Exception {
    // Given
    FakeAttempt attempt = backups.attemptWith(fewKeys());
    AtomicBoolean over = new AtomicBoolean();
    try (LocalInstallation redis = threescale("data")) {
      int port = redis.up().port();
      Thread writer = Thread.ofVirtual().start(() -> writes(port, over));

      // When
      ProblemCode code;
      try {
        code = ProblemCode.NOTED;
        handler(redis).run(spec(LoadWay.FILE), attempt);
      } catch (StageProblem problem) {
        code = problem.code();
      }
      over.set(true);
      writer.join();

      // Then
      assertThat(code).isEqualTo(ProblemCode.VERIFICATION_FAILED);
    }
  }

  private static void writes(int port, AtomicBoolean over) {
    while (!over.get()) {
      try (RespConnection connection =
          RespConnection.open("127.0.0.1", port, Duration.ofSeconds(5))) {
        for (int n = 0; n < 100 && !over.get(); n++) {
          connection.ask("INCR", "usage");
        }
      } catch (IOException | RuntimeException e) {
        // Down for a moment; the next one tries again.
      }
    }
  }

  private static void crash(LocalInstallation redis) {
    try {
      if (redis.isUp()) {
        redis.crash();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LoadRedisHandler handler(LocalInstallation redis) {
    return new LoadRedisHandler((target, attempt) -> redis.site(attempt), artifacts, Duration.ZERO);
  }

  private static LoadRedis spec(LoadWay way) {
    return new LoadRedis(Backups.target(), Backups.ARTIFACT, way, null);
  }

  private byte[] fewKeys() throws IOException {
    return Backups.few(
        REDIS,
        Files.createTempDirectory(folder, "few"),
        "SET a 1",
        "RPUSH list x y",
        "SELECT 1",
        "SADD set p q");
  }

  private LocalInstallation threescale(String name) throws IOException {
    LocalInstallation redis =
        new LocalInstallation(REDIS, folder.resolve(name), RedisProcess.THREESCALE);
    redis.up().run("SET old before", "SAVE");
    return redis;
  }
}
