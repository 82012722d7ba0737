package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Whatever comes in is answered with a refusal that has a code, and changes nothing. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class HostileInputIT {

  private static final String RESTORES = "/api/v1/restores";
  private static final String WEBHOOK = "/webhooks/alertmanager";
  private static final String NOWHERE = RESTORES + "/00000000-0000-0001-0000-000000000002";

  @Inject DataSource database;

  @Test
  void malformed_webhooks_are_400_because_a_5xx_would_bring_them_again_for_ever() {
    String good = "2026-11-22T03:00:00Z";
    List<Response> answers =
        List.of(
            post(WEBHOOK, alert("a\\u0000b", good, "\"x\"")),
            post(WEBHOOK, alert("a".repeat(100_000), good, "\"x\"")),
            post(WEBHOOK, alert("a", "+300000-01-01T00:00:00Z", "\"x\"")),
            post(WEBHOOK, alert("a", "+999999999-01-01T00:00:00Z", "\"x\"")),
            post(WEBHOOK, alert("a", "-9999-01-01T00:00:00Z", "\"x\"")),
            post(WEBHOOK, alert("a", good, "null")),
            post(WEBHOOK, alert("a", good, "7").replace("\"4\"", "{}")),
            post(WEBHOOK, "null"),
            post(WEBHOOK, ""),
            post(WEBHOOK, "[".repeat(5_000)),
            post(WEBHOOK, "{\"version\": \"4\", \"alerts\": [null]}"));

    assertThat(answers).allSatisfy(HostileInputIT::refused);
  }

  @Test
  void malformed_requests_are_refused_with_a_problem_document() {
    List<Response> answers =
        List.of(
            post(RESTORES, start("\"only\": [null]")),
            post(RESTORES, start("\"pauseBefore\": [null]")),
            post(RESTORES, start("\"parameters\": {\"x\": null}")),
            post(RESTORES, start("\"requestedBy\": \"a\\u0000\"")),
            post(RESTORES, start("\"requestedBy\": \"" + "a".repeat(3_000) + "\"")),
            post(RESTORES, "[]"),
            post(RESTORES, "\"text\""),
            post(NOWHERE + "/hold", "{\"by\": {}}"),
            post(NOWHERE + "/hold", "{\"by\": \"a\", \"reason\": \"" + "a".repeat(3_000) + "\"}"),
            post(NOWHERE + "/stages/a/skip", "{\"by\": \"a\", \"outputs\": {\"a\": null}}"),
            given().urlEncodingEnabled(false).get(RESTORES + "?application=%00"),
            given().urlEncodingEnabled(false).get(RESTORES + "?state=%00"),
            given().urlEncodingEnabled(false).get("/api/v1/plans/%00"),
            given().get(RESTORES + "?limit=abc"),
            given().get(NOWHERE + "/journal?after=abc"));

    assertThat(answers).allSatisfy(HostileInputIT::refused);
  }

  @Test
  void what_is_too_long_for_a_message_is_refused() {
    String body = start("\"parameters\": {\"x\": \"" + "a".repeat(1_000_000) + "\"}");

    Response answer = post(RESTORES, body);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.jsonPath().getString("code")).isEqualTo("TOO_LARGE");
  }

  @Test
  void aliases_that_stand_for_billions_of_nodes_are_a_problem_of_the_plan() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String entries = ("*a" + (i - 1) + ", ").repeat(9);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, entries.substring(0, entries.length() - 2)));
    }

    Response answer =
        given().contentType("text/plain").body(bomb.toString()).post("/api/v1/plans/check");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("problems.code")).contains("UNREADABLE");
  }

  @Test
  void a_webhook_that_cannot_be_kept_is_503_and_taken_when_it_comes_again() throws SQLException {
    // Given
    String notice =
        alert("kept-later", "2026-11-22T01:00:00Z", "\"TillDown\"").replace("firing", "resolved");
    sql("alter table alert_episode rename to alert_episode_away");

    // When
    Response first;
    try {
      first = post(WEBHOOK, notice);
    } finally {
      sql("alter table alert_episode_away rename to alert_episode");
    }
    Response again = post(WEBHOOK, notice);

    // Then
    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(first.jsonPath().getString("code")).isEqualTo("NOT_PERSISTED");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.jsonPath().getString("alerts[0].result")).isEqualTo("resolved");
  }

  private static void refused(Response answer) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(answer.contentType()).contains("application/problem+json");
    assertThat(answer.jsonPath().getString("code")).isEqualTo("MALFORMED");
    assertThat(answer.asString()).doesNotContain("dev.rekindle", "com.fasterxml", "\tat ");
  }

  private static String start(String field) {
    return "{\"application\": \"shop\", \"backupSet\": \"newest\", \"requestedBy\": \"ann\", "
        + field
        + "}";
  }

  private static String alert(String fingerprint, String startsAt, String label) {
    return """
    {"version": "4", "alerts": [
      {"status": "firing", "labels": {"alertname": %s, "severity": "page"},
       "startsAt": "%s", "fingerprint": "%s"}]}
    """
        .formatted(label, startsAt, fingerprint);
  }

  private static Response post(String path, String body) {
    return given().contentType("application/json").body(body).post(path);
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }
}
