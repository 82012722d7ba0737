package dev.rekindle.worker.redis.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec.SnapshotRedis;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import dev.rekindle.worker.redis.testing.Samples;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotRedisIT {

  @TempDir Path folder;

  static java.util.List<Path> servers() {
    return RedisBinaries.all();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void copies_what_the_server_holds_now_once(Path binary) throws Exception {
    // Given a server whose file on the volume is older than its memory
    ArtifactStores stores = new Backups(folder.resolve("store")).stores();
    FakeAttempt attempt = FakeAttempt.simple();
    for (String diskless : java.util.List.of("no", "yes")) {
      FakeAttempt own = diskless.equals("no") ? attempt : FakeAttempt.simple();
      try (LocalInstallation redis =
          new LocalInstallation(
              binary,
              folder.resolve("data-" + diskless),
              RedisProcess.THREESCALE
                  + "repl-diskless-sync "
                  + diskless
                  + "\nrepl-diskless-sync-delay 0\n")) {
        Samples.fill(redis.up());
        redis.up().run("SAVE", "SET after save");

        // When
        Done done = (Done) handler(redis, stores).run(spec(SafetyPolicy.REQUIRED), own);

        // Then
        var copy = stores.safety(own.context()).completed("backend-redis").orElseThrow();
        assertThat(copy.counts()).containsEntry("db0", 5022L).containsEntry("db15", 2L);
        assertThat(copy.pin().path()).isEqualTo("backend-redis-dump.rdb");
        assertThat(done.outputs().get("artifact")).containsEntry("sha256", copy.pin().sha256());
        redis.up().run("FLUSHALL");
        assertThat(handler(redis, stores).run(spec(SafetyPolicy.REQUIRED), own.next()))
            .isEqualTo(new Done(done.outputs(), replaced(done, "taken by an earlier attempt")));
      }
    }
  }

  @Test
  void server_that_is_down_is_copied_as_files_unless_the_copy_is_required() throws Exception {
    // Given
    ArtifactStores stores = new Backups(folder.resolve("store")).stores();
    FakeAttempt attempt = FakeAttempt.simple();
    try (LocalInstallation redis =
        new LocalInstallation(
            RedisBinaries.redis6(), folder.resolve("data"), RedisProcess.THREESCALE)) {
      redis.up().run("SET a 1", "SAVE");
      redis.down();

      // When
      StageProblem refusal =
          catchThrowableOfType(
              StageProblem.class,
              () -> handler(redis, stores).run(spec(SafetyPolicy.REQUIRED), attempt));

      // Then
      assertThat(refusal.code()).isEqualTo(ProblemCode.TARGET_UNREACHABLE);
      handler(redis, stores).run(spec(SafetyPolicy.BEST_EFFORT), attempt);
      assertThat(stores.safety(attempt.context()).completed("backend-redis-files")).isPresent();
      assertThat(stores.named("x").list(attempt.context().safetySet(), "backend-redis-files"))
          .extracting(file -> file.path())
          .contains("backend-redis-files/dump.rdb", "backend-redis-files/appendonly.aof");
    }
  }

  private static java.util.List<dev.rekindle.contract.message.Evidence> replaced(
      Done done, String how) {
    var lines = new java.util.ArrayList<>(done.evidence());
    lines.set(0, new dev.rekindle.contract.message.Evidence("safety copy", how));
    return lines;
  }

  private static SnapshotRedisHandler handler(LocalInstallation redis, ArtifactStores stores) {
    return new SnapshotRedisHandler((target, attempt) -> redis.site(attempt), stores);
  }

  private static SnapshotRedis spec(SafetyPolicy policy) {
    return new SnapshotRedis(Backups.target(), "backend-redis", policy);
  }
}
