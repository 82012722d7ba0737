package dev.rekindle.worker.redis.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.QueueRule;
import dev.rekindle.contract.stage.QueueRule.Action;
import dev.rekindle.contract.stage.StageSpec.QuarantineQueues;
import dev.rekindle.contract.stage.StageSpec.RaiseCounters;
import dev.rekindle.contract.stage.StageSpec.VerifyRedis;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.load.VerifyRedisHandler;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSites;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueuesIT {

  private static final String REPORT =
      "{\"class\":\"ThreeScale::Backend::Transactor::ReportJob\",\"args\":[\"7\",{},1763800000.5,{}]}";
  private static final String MAIL =
      "{\"class\":\"ActionMailer::MailDeliveryJob\",\"args\":[],\"enqueued_at\":1763800000.5}";

  @TempDir Path folder;
  private LocalInstallation redis;
  private RedisSites sites;
  private byte[] rdb;

  @BeforeEach
  void server() throws IOException {
    redis =
        new LocalInstallation(
            RedisBinaries.redis6(), folder.resolve("data"), RedisProcess.THREESCALE);
    sites = (target, attempt) -> redis.site(attempt);
    try (var connection = redis.up().connect()) {
      connection.ask("SET", "events/id", "41");
      connection.ask("SET", "alerts/current_id", "9007199254740993");
      connection.ask("SET", "stats/{service:1}/metric:2/eternity", "5");
      connection.ask("SELECT", "1");
      connection.ask("RPUSH", "resque:queue:priority", REPORT, REPORT);
      connection.ask("RPUSH", "resque:queue:stats", REPORT);
      connection.ask("RPUSH", "resque:failed", "{\"payload\":" + REPORT + "}");
      connection.ask("ZADD", "schedule", "1763800000", MAIL);
      connection.ask("SADD", "resque:queues", "priority", "main");
      connection.ask("SAVE");
    }
    rdb = Files.readAllBytes(folder.resolve("data/dump.rdb"));
  }

  @AfterEach
  void stop() throws IOException {
    redis.close();
  }

  @Test
  void renames_queues_away_and_counts_their_jobs_by_class() throws Exception {
    // When
    Done done = quarantine(FakeAttempt.simple(), rules());

    // Then
    assertThat(keys(1, "resque:*"))
        .containsExactlyInAnyOrder("resque:queues", "resque:queue:stats");
    assertThat(done.evidence())
        .contains(new Evidence("quarantined db1", "3 keys"))
        .anyMatch(line ->
            line.name().equals("jobs ThreeScale::Backend::Transactor::ReportJob")
                && line.value().matches("3, oldest \\d+ s, must not run twice"))
        .anyMatch(line -> line.name().equals("jobs ActionMailer::MailDeliveryJob"));
  }

  @Test
  void a_second_run_changes_nothing_and_reports_the_same_jobs() throws Exception {
    // Given
    FakeAttempt attempt = FakeAttempt.simple();
    Done first = quarantine(attempt, rules());
    List<String> before = keys(1, "*");

    // When
    Done second = quarantine(attempt.next(), rules());

    // Then
    assertThat(keys(1, "*")).isEqualTo(before);
    assertThat(names(second)).isEqualTo(names(first));
  }

  @Test
  void a_queue_that_came_back_goes_beside_the_first_one() throws Exception {
    // Given
    FakeAttempt attempt = FakeAttempt.simple();
    quarantine(attempt, rules());
    redis.up().run("SELECT 1");
    try (RedisServer server = connect()) {
      server.select(1);
      server.ask("RPUSH", "resque:failed", "{\"payload\":" + REPORT + "}");
    }

    // When
    quarantine(attempt.next(), rules());

    // Then
    assertThat(keys(1, "rekindle:quarantine:*resque:failed*")).hasSize(2);
  }

  @Test
  void superseded_attempt_renames_nothing() throws Exception {
    // Given
    FakeAttempt zombie = FakeAttempt.simple();
    quarantine(zombie.next(), List.of());
    new RaiseCountersHandler(sites).run(counters(10), zombie.next().withInputs(floors("1")));

    // When
    AttemptEnded ended =
        catchThrowableOfType(AttemptEnded.class, () -> quarantine(zombie, rules()));

    // Then
    assertThat(ended.outcome()).isEqualTo(new StageOutcome.Superseded(2));
    assertThat(keys(1, "rekindle:*")).isEmpty();
  }

  @Test
  void counters_are_raised_exactly_and_never_lowered() throws Exception {
    // Given floors below, and above what a double can hold
    FakeAttempt attempt =
        FakeAttempt.simple()
            .withInputs(
                Map.of(
                    "floors", Map.of("events/id", "99", "alerts/current_id", "9007199254740994")));

    // When
    new RaiseCountersHandler(sites).run(counters(1), attempt);
    new RaiseCountersHandler(sites).run(counters(1), attempt.next());

    // Then
    assertThat(value("events/id")).isEqualTo("100");
    assertThat(value("alerts/current_id")).isEqualTo("9007199254740995");
    new RaiseCountersHandler(sites).run(counters(0), attempt.next().next().withInputs(floors("3")));
    assertThat(value("events/id")).isEqualTo("100");
  }

  @Test
  void missing_floor_is_refused_before_any_counter_is_raised() throws Exception {
    // Given
    FakeAttempt attempt =
        FakeAttempt.simple().withInputs(Map.of("floors", Map.of("events/id", "99")));

    // When
    StageProblem problem =
        catchThrowableOfType(
            StageProblem.class, () -> new RaiseCountersHandler(sites).run(counters(1), attempt));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.INPUT_MISSING);
    assertThat(value("events/id")).isEqualTo("41");
  }

  @Test
  void verification_knows_what_was_changed_on_purpose_and_names_what_was_not() throws Exception {
    // Given
    Backups backups = new Backups(folder.resolve("store"));
    FakeAttempt attempt = backups.attemptWith(rdb).withInputs(floors("70"));
    quarantine(attempt, withDrop());
    new RaiseCountersHandler(sites).run(counters(1), attempt);
    VerifyRedisHandler verify =
        new VerifyRedisHandler(sites, new SnapshotArtifacts(backups.stores()));
    VerifyRedis spec = new VerifyRedis(Backups.target(), Backups.ARTIFACT);
    assertThat(verify.run(spec, attempt)).isInstanceOf(Done.class);
    redis.up().run("INCR stats/{service:1}/metric:2/eternity");

    // When
    StageProblem problem =
        catchThrowableOfType(StageProblem.class, () -> verify.run(spec, attempt));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.VERIFICATION_FAILED);
    assertThat(problem.detail())
        .contains("changed key stats/{service:1}/metric:2/eternity in database 0");
  }

  private static List<QueueRule> rules() {
    return List.of(
        new QueueRule(1, "resque:queue:stats", Action.KEEP),
        new QueueRule(1, "resque:queue:*", Action.QUARANTINE),
        new QueueRule(1, "resque:failed", Action.QUARANTINE),
        new QueueRule(1, "schedule", Action.QUARANTINE));
  }

  private static List<QueueRule> withDrop() {
    return List.of(
        new QueueRule(1, "resque:queue:stats", Action.DROP),
        new QueueRule(1, "resque:queue:*", Action.QUARANTINE));
  }

  private Done quarantine(FakeAttempt attempt, List<QueueRule> rules) {
    return (Done)
        new QuarantineQueuesHandler(sites)
            .run(new QuarantineQueues(Backups.target(), rules), attempt);
  }

  private static RaiseCounters counters(long margin) {
    return new RaiseCounters(
        Backups.target(), 0, List.of("events/id", "alerts/current_id"), margin);
  }

  private static Map<String, Map<String, String>> floors(String floor) {
    return Map.of("floors", Map.of("events/id", floor, "alerts/current_id", floor));
  }

  private static List<String> names(Done done) {
    return done.evidence().stream().map(Evidence::name).filter(n -> !n.startsWith("db")).toList();
  }

  private RedisServer connect() throws IOException {
    return new RedisServer(redis.up().connect(), "redis");
  }

  private List<String> keys(int database, String pattern) throws IOException {
    try (RedisServer server = connect()) {
      server.select(database);
      return server.scan(pattern).stream().map(String::new).sorted().toList();
    }
  }

  private String value(String key) throws IOException {
    try (RedisServer server = connect()) {
      return server.ask("GET", key).text();
    }
  }
}
