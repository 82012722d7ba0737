package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a policy says about time, and what becomes of a restore whose alert passes. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class TriggerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void an_alert_waits_for_its_hold_down_starts_by_itself_and_takes_its_restore_back() {
    // Given
    Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    // When
    JsonPath first = grafana("firing", begin);

    // Then
    assertThat(first.getString("alerts[0].result")).isEqualTo("waiting");
    assertThat(first.getString("alerts[0].detail")).contains("hold-down of policy 'booth-down'");
    await().atMost(PATIENCE).until(() -> restoreOf("booth1") != null);
    String restore = restoreOf("booth1");

    // When
    JsonPath over = grafana("resolved", begin);

    // Then
    assertThat(over.getString("alerts[0].result")).isEqualTo("withdrawn");
    await()
        .atMost(PATIENCE)
        .until(() ->
            given()
                .get("/api/v1/restores/" + restore)
                .jsonPath()
                .getString("state")
                .equals("CANCELLED"));
    assertThat(outcomes("booth1")).containsExactly("withdrawn", "started", "waiting");

    // When
    JsonPath next = grafana("firing", begin.plusSeconds(1).minusSeconds(60));

    // Then
    assertThat(next.getString("alerts[0].result"))
        .as("a withdrawn restore repaired nothing: no cooldown")
        .isEqualTo("started");
    assertThat(next.getString("alerts[0].restore")).isNotEqualTo(restore);
    assertThat(grafana("resolved", begin.plusSeconds(1).minusSeconds(60)).prettify())
        .contains("withdrawn");
  }

  @Test
  void a_cloud_event_that_finds_no_verified_backup_is_refused_with_the_reason() {
    // When
    JsonPath answer =
        given()
            .contentType("application/cloudevents+json")
            .body(
                """
                {"specversion": "1.0", "id": "1", "type": "AtticDown", "source": "/probe",
                 "time": "2026-11-22T03:00:00Z", "data": {"fingerprint": "attic"}}
                """)
            .post("/webhooks/cloudevents")
            .then()
            .statusCode(202)
            .extract()
            .jsonPath();

    // Then
    assertThat(answer.getString("alerts[0].result")).isEqualTo("refused");
    assertThat(answer.getString("alerts[0].detail"))
        .contains("BACKUP_NONE_FITS", "'monday' was not verified");
  }

  @Test
  void a_policy_file_is_checked_against_the_catalogue() {
    JsonPath good =
        check("policies: [{name: a, match: ['b=\"c\"'], application: booth, plan: small}]");
    JsonPath bad =
        check("policies: [{name: a, match: ['b=\"c\"'], application: nowhere, plan: no}]");
    JsonPath worse = check("policies: [{name: a, application: booth, cooldown: soon}]");

    assertThat(good.getBoolean("valid")).isTrue();
    assertThat(bad.getList("problems.place", String.class))
        .containsExactly("policies[0].application", "policies[0].plan");
    assertThat(worse.getList("problems.place", String.class))
        .containsExactly("policies[0]", "policies[0].cooldown");
  }

  private static JsonPath check(String text) {
    return given().contentType("text/plain").body(text).post("/api/v1/policies/check").jsonPath();
  }

  private static JsonPath grafana(String status, Instant begin) {
    return given()
        .contentType("application/json")
        .body(
            """
            {"version": "1", "status": "firing", "orgId": 1, "alerts": [
              {"status": "%s", "labels": {"alertname": "BoothDown"}, "startsAt": "%s",
               "fingerprint": "booth1", "values": {"B": 1}}]}
            """
                .formatted(status, begin))
        .post("/webhooks/grafana")
        .then()
        .statusCode(202)
        .extract()
        .jsonPath();
  }

  private static String restoreOf(String fingerprint) {
    return given()
        .get("/api/v1/alerts")
        .jsonPath()
        .getString("items.find { it.fingerprint == '" + fingerprint + "' }.restore");
  }

  private static List<String> outcomes(String fingerprint) {
    return given()
        .get("/api/v1/alerts/decisions")
        .jsonPath()
        .getList("items.findAll { it.fingerprint == '" + fingerprint + "' }.outcome");
  }
}
