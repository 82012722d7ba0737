package dev.rekindle.worker.redis.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.stage.QueueRule;
import dev.rekindle.contract.stage.QueueRule.Action;
import dev.rekindle.contract.stage.SettleRule;
import dev.rekindle.contract.stage.SettleRule.Decision;
import dev.rekindle.contract.stage.StageSpec.QuarantineQueues;
import dev.rekindle.contract.stage.StageSpec.SettleQuarantine;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.site.RedisSites;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's decision on jobs that a restore put aside. */
class SettleQuarantineIT {

  private static final String REPORT =
      "{\"class\":\"ThreeScale::Backend::Transactor::ReportJob\",\"args\":[\"7\",{},1763800000.5,{}]}";

  @TempDir Path folder;
  private LocalInstallation redis;
  private RedisSites sites;
  private FakeAttempt attempt;

  @BeforeEach
  void quarantined() throws IOException {
    redis =
        new LocalInstallation(
            RedisBinaries.redis6(), folder.resolve("data"), RedisProcess.THREESCALE);
    sites = (target, one) -> redis.site(one);
    attempt = FakeAttempt.simple();
    try (RespConnection connection = redis.up().connect()) {
      connection.ask("SELECT", "1");
      connection.ask("RPUSH", "resque:queue:priority", REPORT, "second");
      connection.ask("RPUSH", "resque:failed", "failed");
      connection.ask("ZADD", "schedule", "5", "later", "9", "both");
      connection.ask("SET", "plain", "old");
    }
    new QuarantineQueuesHandler(sites)
        .run(
            new QuarantineQueues(
                Backups.target(), List.of(new QueueRule(1, "*", Action.QUARANTINE))),
            attempt);
  }

  @AfterEach
  void stop() throws IOException {
    redis.close();
  }

  @Test
  void check_is_the_job_replay_report_and_changes_nothing() throws Exception {
    // Given
    List<String> before = keys();

    // When
    List<String> messages =
        new SettleQuarantineHandler(sites)
                .check(spec(new SettleRule(1, "resque:*", Decision.RELEASE)), attempt)
                .findings()
                .stream()
                .map(Finding::message)
                .toList();

    // Then
    assertThat(messages)
        .contains("db1 RELEASE resque:*: 2 keys")
        .anyMatch(
            line -> line.contains("ReportJob: 1, oldest") && line.contains("must not run twice"));
    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void released_jobs_join_those_that_came_meanwhile_and_purged_ones_are_gone() throws Exception {
    // Given
    try (RespConnection connection = redis.up().connect()) {
      connection.ask("SELECT", "1");
      connection.ask("RPUSH", "resque:queue:priority", "new");
      connection.ask("ZADD", "schedule", "7", "both");
      connection.ask("SET", "plain", "newer");
    }
    SettleQuarantine spec =
        spec(
            new SettleRule(1, "resque:failed", Decision.PURGE),
            new SettleRule(1, "*", Decision.RELEASE));

    // When
    Done done = settle(spec, attempt.next());
    Done again = settle(spec, attempt.next().next());

    // Then
    assertThat(done.evidence())
        .contains(new Evidence("db1 PURGE resque:failed", "{purged=1}"))
        .contains(new Evidence("db1 RELEASE *", "{joined=2, kept=1}"));
    assertThat(again.evidence()).contains(new Evidence("db1 RELEASE *", "{kept=1}"));
    assertThat(ask("LRANGE", "resque:queue:priority", "0", "-1"))
        .containsExactly("new", REPORT, "second");
    assertThat(ask("ZRANGE", "schedule", "0", "-1", "WITHSCORES"))
        .containsExactly("later", "5", "both", "7");
    assertThat(ask("MGET", "plain", "resque:failed")).containsExactly("newer", "");
    assertThat(keys()).anyMatch(key -> key.endsWith(":plain") && key.contains("quarantine"));
  }

  @Test
  void other_restores_and_overtaken_attempts_are_left_alone() throws Exception {
    // Given
    SettleQuarantine other =
        new SettleQuarantine(
            Backups.target(),
            FakeAttempt.simple().ref().restore().toString(),
            List.of(new SettleRule(1, "*", Decision.PURGE)));
    List<String> before = keys();
    settle(other, attempt.next());
    assertThat(keys()).isEqualTo(before);
    try (RespConnection connection = redis.up().connect()) {
      connection.ask("HSET", "rekindle:fence", "token", "9");
    }

    // When
    AttemptEnded ended =
        catchThrowableOfType(
            AttemptEnded.class,
            () -> settle(spec(new SettleRule(1, "*", Decision.PURGE)), attempt.next()));

    // Then
    assertThat(ended.outcome()).isEqualTo(new StageOutcome.Superseded(9));
    assertThat(keys()).isEqualTo(before);
  }

  private Done settle(SettleQuarantine spec, FakeAttempt one) {
    return (Done) new SettleQuarantineHandler(sites).run(spec, one);
  }

  private SettleQuarantine spec(SettleRule... rules) {
    return new SettleQuarantine(
        Backups.target(), attempt.ref().restore().toString(), List.of(rules));
  }

  private List<String> keys() throws IOException {
    return ask("KEYS", "*").stream().sorted().toList();
  }

  private List<String> ask(String... command) throws IOException {
    try (RespConnection connection = redis.up().connect()) {
      connection.ask("SELECT", "1");
      return connection.ask(command).items().stream().map(reply -> reply.text()).toList();
    }
  }
}
