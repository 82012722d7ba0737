package dev.rekindle.worker.redis.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.StageSpec.RewriteRedisLog;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RewriteRedisLogIT {

  private static final RewriteRedisLog SPEC = new RewriteRedisLog(Backups.target());

  @TempDir Path folder;

  static List<Path> servers() {
    return RedisBinaries.all();
  }

  @ParameterizedTest
  @MethodSource("servers")
  void ends_only_when_the_new_log_holds_everything(Path binary) throws Exception {
    for (String config : List.of(RedisProcess.THREESCALE, RedisProcess.PLAIN)) {
      // Given, with the log on and off
      try (LocalInstallation redis = filled(binary, config)) {
        // When
        Done done = (Done) handler(redis).run(SPEC, FakeAttempt.simple());

        // Then
        assertThat(done.evidence()).contains(new Evidence("aof_last_bgrewrite_status", "ok"));
        redis.crash();
        try (RedisProcess again =
            RedisProcess.start(binary, redis.folder(), RedisProcess.THREESCALE)) {
          assertThat(again.run("DBSIZE").getFirst()).as(config).contains("20001");
        }
      }
    }
  }

  /** A snapshot that runs puts the rewrite off: in_progress is 0, and nothing is written yet. */
  @ParameterizedTest
  @MethodSource("dev.rekindle.worker.redis.testing.RedisBinaries#newest")
  void waits_for_a_rewrite_that_is_only_scheduled(Path binary) throws Exception {
    // Given a snapshot that takes its time
    try (LocalInstallation redis = filled(binary, RedisProcess.PLAIN + "rdb-key-save-delay 50\n")) {
      redis.up().run("BGSAVE");

      // When
      Done done = (Done) handler(redis).run(SPEC, FakeAttempt.simple());

      // Then
      assertThat(redis.up().run("INFO persistence").getFirst()).isNotEmpty();
      assertThat(done.evidence()).anyMatch(line -> line.name().equals("log"));
      redis.crash();
      try (RedisProcess again =
          RedisProcess.start(binary, redis.folder(), RedisProcess.THREESCALE)) {
        assertThat(again.run("DBSIZE").getFirst()).contains("20001");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void rewrite_that_fails_is_no_success(Path binary) throws Exception {
    // Given a log that cannot be written: a folder stands where its new file must go
    try (LocalInstallation redis = filled(binary, RedisProcess.PLAIN)) {
      Files.createDirectories(redis.folder().resolve("appendonly.aof/in the way"));
      Files.writeString(redis.folder().resolve("appendonlydir"), "in the way");

      // When
      StageProblem problem =
          catchThrowableOfType(
              StageProblem.class, () -> handler(redis).run(SPEC, FakeAttempt.simple()));

      // Then
      assertThat(problem).isNotNull();
      assertThat(problem.code())
          .isIn(
              ProblemCode.SPACE_SHORT,
              ProblemCode.VERIFICATION_FAILED,
              ProblemCode.TARGET_UNSUITABLE);
    }
  }

  @Test
  void goes_on_wherever_the_worker_died_and_a_zombie_orders_nothing() throws Exception {
    try (LocalInstallation redis = filled(RedisBinaries.redis6(), RedisProcess.THREESCALE)) {
      FakeAttempt attempt = FakeAttempt.simple();
      FakeAttempt zombie = attempt;
      boolean died = true;
      for (int point = 1; died; point++) {
        // Given
        redis.killAt(point);
        died = dies(redis, attempt);
        redis.killAt(Integer.MAX_VALUE);
        attempt = attempt.next();

        // When
        StageOutcome outcome = handler(redis).run(SPEC, attempt);

        // Then
        assertThat(outcome).as("died at " + point).isInstanceOf(Done.class);
        attempt = attempt.next();
      }
      AttemptEnded ended =
          catchThrowableOfType(AttemptEnded.class, () -> handler(redis).run(SPEC, zombie));
      assertThat(ended.outcome()).isInstanceOf(StageOutcome.Superseded.class);
    }
  }

  @Test
  void check_warns_of_the_window_and_refuses_a_renamed_command() throws Exception {
    // Given
    String config = RedisProcess.PLAIN + "rename-command BGREWRITEAOF \"\"\n";
    try (LocalInstallation redis = filled(RedisBinaries.redis6(), config)) {
      // When
      var findings = handler(redis).check(SPEC, FakeAttempt.simple()).findings();

      // Then
      assertThat(findings)
          .anyMatch(one -> one.severity() == Severity.BLOCKER && one.message().contains("renamed"))
          .anyMatch(one -> one.severity() == Severity.WARNING && one.message().contains("lost"));
    }
  }

  private static boolean dies(LocalInstallation redis, FakeAttempt attempt) {
    try {
      handler(redis).run(SPEC, attempt);
      return false;
    } catch (LocalInstallation.Killed e) {
      return true;
    }
  }

  private static RewriteRedisLogHandler handler(LocalInstallation redis) {
    return new RewriteRedisLogHandler((target, attempt) -> redis.site(attempt));
  }

  private LocalInstallation filled(Path binary, String config) throws IOException {
    LocalInstallation redis =
        new LocalInstallation(binary, Files.createTempDirectory(folder, "data"), config);
    try (var connection = redis.up().connect()) {
      connection.ask("EVAL", "for n = 1, 20000 do redis.call('SET', 'k:' .. n, n) end", "0");
    }
    return redis;
  }
}
