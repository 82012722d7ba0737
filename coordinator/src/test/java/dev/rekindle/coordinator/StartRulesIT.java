package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an alert that a policy matches may start its restore. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class StartRulesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Inject DataSource database;

  @ConfigProperty(name = "rekindle.coordinator.catalog.directory")
  Path catalog;

  private String usual;

  @BeforeEach
  void keep() throws IOException {
    usual = Files.readString(catalog.resolve("policies.yaml"));
  }

  @AfterEach
  void putBack() throws IOException {
    Files.writeString(catalog.resolve("policies.yaml"), usual);
  }

  @Test
  void beyond_the_budget_an_alert_waits_and_starts_by_itself_when_there_is_room() throws Exception {
    // Given
    policies(
        """
        budget: {total: %d}
        policies:
          - {name: first, match: ['alertname="BudgetFirst"'], application: stall, cooldown: 0s}
          - {name: second, match: ['alertname="BudgetSecond"'], application: stand, cooldown: 0s}
        """
            .formatted(open() + 1));
    Instant begin = Instant.now();
    String first = told("BudgetFirst", begin).getString("alerts[0].restore");

    // When
    JsonPath second = told("BudgetSecond", begin);

    // Then
    assertThat(second.getString("alerts[0].result")).isEqualTo("waiting");
    assertThat(second.getString("alerts[0].detail")).containsIgnoringCase("budget");
    assertThat(restoreOf("BudgetSecond")).isNull();

    // When
    cancel(first);

    // Then
    await().atMost(PATIENCE).until(() -> restoreOf("BudgetSecond") != null);
    cancel(restoreOf("BudgetSecond"));
  }

  @Test
  void in_quiet_hours_an_alert_waits_for_their_end_and_then_starts_by_itself() throws Exception {
    // Given
    Instant now = Instant.now();
    Instant end = now.plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MINUTES);
    policies(quiet(now.minus(Duration.ofHours(2)), end));

    // When
    JsonPath answer = told("QuietDown", now);

    // Then
    assertThat(answer.getString("alerts[0].result")).isEqualTo("waiting");
    assertThat(answer.getString("alerts[0].detail")).contains("Quiet hours of policy 'calm'");
    assertThat(Instant.parse(episode("QuietDown", "lookAgain"))).isEqualTo(end);

    // When the hours are over, as far as the coordinator can see
    policies(quiet(now.minus(Duration.ofHours(4)), now.minus(Duration.ofHours(2))));
    sql("update alert_episode set look_again_at = now() where fingerprint = 'QuietDown'");

    // Then
    await().atMost(PATIENCE).until(() -> restoreOf("QuietDown") != null);
    cancel(restoreOf("QuietDown"));
  }

  private static String quiet(Instant from, Instant to) {
    return """
    policies:
      - name: calm
        match: ['alertname="QuietDown"']
        application: stand
        cooldown: 0s
        quiet:
          - {days: [mon, tue, wed, thu, fri, sat, sun], from: "%s", to: "%s", zone: UTC}
    """
        .formatted(clock(from), clock(to));
  }

  private static String clock(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES).toString();
  }

  private void policies(String yaml) throws IOException {
    Files.writeString(catalog.resolve("policies.yaml"), yaml);
  }

  private static JsonPath told(String alert, Instant begin) {
    return given()
        .contentType("application/json")
        .body(
            """
            {"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "%1$s"},
              "startsAt": "%2$s", "fingerprint": "%1$s"}]}
            """
                .formatted(alert, begin))
        .post("/webhooks/alertmanager")
        .then()
        .statusCode(202)
        .extract()
        .jsonPath();
  }

  private static String restoreOf(String fingerprint) {
    return episode(fingerprint, "restore");
  }

  private static String episode(String fingerprint, String field) {
    return given()
        .get("/api/v1/alerts?limit=500")
        .jsonPath()
        .getString("items.find { it.fingerprint == '" + fingerprint + "' }." + field);
  }

  private static void cancel(String restore) {
    given()
        .contentType("application/json")
        .body("{\"by\": \"ann\", \"reason\": \"enough\"}")
        .post("/api/v1/restores/" + restore + "/cancel")
        .then()
        .statusCode(200);
    await()
        .atMost(PATIENCE)
        .until(() ->
            given()
                .get("/api/v1/restores/" + restore)
                .jsonPath()
                .getString("state")
                .equals("CANCELLED"));
  }

  /** As the budget counts them. */
  private int open() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement query = connection.createStatement();
        ResultSet rows =
            query.executeQuery("select count(*) from restore where is_open and mode = 'RESTORE'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }
}
