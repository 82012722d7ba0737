package dev.rekindle.worker.redis.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.OrphanRule;
import dev.rekindle.contract.stage.StageSpec.FindOrphans;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys as 3scale's backend has them (apisonator, docs/redis_keys.md). */
class FindOrphansIT {

  private static final List<OrphanRule> RULES =
      List.of(
          new OrphanRule("services", "services_set", "<service>", null, "<service>"),
          new OrphanRule(
              "applications",
              "service_id:<service>/applications",
              "<application>",
              null,
              "<service>/<application>"),
          new OrphanRule(
              "applications",
              "application/service_id:<service>/id:<application>/*",
              null,
              null,
              "<service>/<application>"),
          new OrphanRule(
              "applications",
              "application/service_id:<service>/key:*/id",
              null,
              "<application>",
              "<service>/<application>"));

  @TempDir Path folder;
  private LocalInstallation redis;

  @BeforeEach
  void backend() throws IOException {
    redis =
        new LocalInstallation(
            RedisBinaries.redis6(), folder.resolve("data"), RedisProcess.THREESCALE);
    redis
        .up()
        .run(
            "SADD services_set 7 8",
            "SADD service_id:7/applications a gone",
            "SET application/service_id:7/id:a/state live",
            "SET application/service_id:7/id:gone/state live",
            "SET application/service_id:7/id:gone/plan_name x",
            "SET application/service_id:7/key:uk1/id a",
            "SET application/service_id:7/key:uk2/id gone",
            "SET stats/{service:8}/metric:1/eternity 5");
  }

  @AfterEach
  void stop() throws IOException {
    redis.close();
  }

  @Test
  void lists_them_and_changes_nothing_unless_told() throws Exception {
    // Given
    List<String> before = keys();

    // When
    Done done = run(false, known("7", "1", "[\"7/a\"]", "1"));

    // Then
    assertThat(done.evidence())
        .containsExactly(
            new Evidence("orphans <service> in services_set", "1, of 1 things: 8"),
            new Evidence(
                "orphans <application> in service_id:<service>/applications",
                "1, of 1 things: 7/gone"),
            new Evidence(
                "orphans application/service_id:<service>/id:<application>/*",
                "2, of 1 things: 7/gone"),
            new Evidence(
                "orphans application/service_id:<service>/key:*/id", "1, of 1 things: 7/gone"));
    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void removes_what_is_gone_and_keeps_statistics() throws Exception {
    // When
    run(true, known("7", "1", "7/a", "1"));
    Done again = run(true, known("7", "1", "7/a", "1"));

    // Then
    assertThat(keys().stream().filter(key -> !key.startsWith("rekindle:")))
        .containsExactly(
            "application/service_id:7/id:a/state",
            "application/service_id:7/key:uk1/id",
            "service_id:7/applications",
            "services_set",
            "stats/{service:8}/metric:1/eternity");
    assertThat(again.evidence()).allMatch(line -> line.value().startsWith("0"));
  }

  @Test
  void list_that_was_cut_off_or_is_empty_removes_nothing() throws Exception {
    // Given
    List<String> before = keys();

    // When
    StageProblem cut =
        catchThrowableOfType(StageProblem.class, () -> run(true, known("7,8", "2", "7/a", "1000")));
    StageProblem empty =
        catchThrowableOfType(StageProblem.class, () -> run(true, known("", "0", "7/a", "1")));

    // Then
    assertThat(cut.code()).isEqualTo(ProblemCode.VERIFICATION_FAILED);
    assertThat(cut.detail()).contains("cut off");
    assertThat(empty.detail()).contains("everything");
    assertThat(keys()).isEqualTo(before);
  }

  private Done run(boolean remove, FakeAttempt attempt) {
    return (Done)
        new FindOrphansHandler((target, one) -> redis.site(one))
            .run(new FindOrphans(Backups.target(), 0, RULES, remove), attempt);
  }

  private static FakeAttempt known(
      String services, String serviceCount, String applications, String applicationCount) {
    return FakeAttempt.simple()
        .withInputs(
            Map.of(
                "known",
                Map.of(
                    "services", services,
                    "services.count", serviceCount,
                    "applications", applications,
                    "applications.count", applicationCount)));
  }

  private List<String> keys() throws IOException {
    try (RespConnection connection = redis.up().connect()) {
      return connection.ask("KEYS", "*").items().stream().map(key -> key.text()).sorted().toList();
    }
  }
}
