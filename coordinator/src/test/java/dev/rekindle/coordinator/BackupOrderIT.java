package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.coordinator.testing.TestServers;
import dev.rekindle.coordinator.testing.TestWorker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Orders that make a backup set, beside those that restore from one. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class BackupOrderIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String brokers;

  @Test
  void a_backup_asks_nobody_and_names_its_set_after_time_application_and_order() throws Exception {
    try (TestWorker _ = new TestWorker(brokers, "east")) {
      String id = started("\"plan\": \"save\",");

      awaitState(id, "SUCCEEDED");

      JsonPath made = show(id);
      assertThat(made.getString("mode")).isEqualTo("backup");
      assertThat(made.getString("backup.set"))
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d{6}Z-vault-" + id.substring(0, 8));
      assertThat(made.getInt("approval.persons")).isZero();
    }
  }

  @Test
  void what_is_needed_for_an_approval_can_still_be_demanded() throws Exception {
    try (TestWorker _ = new TestWorker(brokers, "east")) {
      String id = started("\"plan\": \"save\", \"approval\": \"required\",");

      awaitState(id, "AWAITING_APPROVAL");

      cancel(id);
    }
  }

  @Test
  void a_set_is_named_where_one_is_read_and_nowhere_else() {
    Response unwanted = start("\"plan\": \"save\", \"backupSet\": \"newest\",");
    Response missing = start("");
    Response unsealed = start("\"backupSet\": \"unsealed\",");

    assertThat(unwanted.statusCode()).isEqualTo(422);
    assertThat(code(unwanted)).isEqualTo("BACKUP_UNWANTED");
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(code(missing)).isEqualTo("BACKUP_MISSING");
    assertThat(unsealed.statusCode()).isEqualTo(422);
    assertThat(code(unsealed)).isEqualTo("BACKUP_NOT_SEALED");
  }

  @Test
  void what_the_catalogue_says_for_the_plan_of_an_application_is_nothing_to_another_plan() {
    Response unknown = start("\"plan\": \"save\", \"parameters\": {\"size\": \"7\"},");

    assertThat(code(unknown)).isEqualTo("PLAN_INVALID");
    assertThat(unknown.jsonPath().getString("problems[0].code")).isEqualTo("PARAMETER_UNKNOWN");
  }

  @Test
  void a_dry_run_of_a_backup_only_checks() throws Exception {
    try (TestWorker _ = new TestWorker(brokers, "east")) {
      String id = started("\"plan\": \"save\", \"mode\": \"dry-run\",");

      awaitState(id, "SUCCEEDED");

      assertThat(show(id).getString("mode")).isEqualTo("dry-run");
      assertThat(show(id).getList("stages.status")).containsOnly("WAITING");
    }
  }

  @Test
  void a_restore_waits_for_a_backup_and_an_alert_ends_it() throws Exception {
    try (TestWorker _ = new TestWorker(brokers, "east")) {
      // Given
      String backup = started("\"plan\": \"save\", \"pauseBefore\": [\"seal\"],");
      awaitState(backup, "HELD");

      // When
      Response person = start("\"backupSet\": \"newest\",");
      Response alert =
          post(
              "/webhooks/alertmanager",
              """
              {"version": "4", "status": "firing", "groupKey": "{}", "alerts": [
                {"status": "firing", "labels": {"alertname": "VaultDown"}, "annotations": {},
                 "startsAt": "2026-11-22T03:00:00Z", "endsAt": "0001-01-01T00:00:00Z",
                 "generatorURL": "", "fingerprint": "vault-down-1"}]}
              """);

      // Then
      assertThat(code(person)).isEqualTo("APPLICATION_TAKEN");
      assertThat(person.jsonPath().getString("detail")).contains(backup);
      assertThat(alert.jsonPath().getString("alerts[0].result")).isEqualTo("waiting");
      awaitState(backup, "CANCELLED");
      await().atMost(PATIENCE).until(() -> restoreOf("vault-down-1") != null);
      String restore = restoreOf("vault-down-1");
      assertThat(restore).isNotEqualTo(backup);
      assertThat(show(restore).getString("mode")).isEqualTo("restore");
      cancel(restore);
    }
  }

  private static String restoreOf(String fingerprint) {
    return given()
        .get("/api/v1/alerts")
        .jsonPath()
        .getString("items.find { it.fingerprint == '" + fingerprint + "' }.restore");
  }

  private static void cancel(String id) {
    post("/api/v1/restores/" + id + "/cancel", "{\"by\": \"ann\", \"reason\": \"test\"}")
        .then()
        .statusCode(200);
    awaitState(id, "CANCELLED");
  }

  private static String started(String more) {
    Response answer = start(more);
    answer.then().statusCode(202);
    return answer.jsonPath().getString("id");
  }

  private static Response start(String more) {
    return post(
        "/api/v1/restores",
        "{\"application\": \"vault\", " + more + " \"requestedBy\": \"ann\", \"reason\": \"t\"}");
  }

  private static Response post(String path, String body) {
    return given().contentType("application/json").body(body).post(path);
  }

  private static String code(Response answer) {
    return answer.jsonPath().getString("code");
  }

  private static JsonPath show(String id) {
    return given().get("/api/v1/restores/" + id).jsonPath();
  }

  private static void awaitState(String id, String state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(show(id).getString("state")).isEqualTo(state));
  }
}
