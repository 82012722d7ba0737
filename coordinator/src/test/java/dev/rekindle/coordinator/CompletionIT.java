package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.coordinator.testing.StoryWorker;
import dev.rekindle.coordinator.testing.TestServers;
import dev.rekindle.coordinator.testing.TestWorker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A policy by which a restore is over when its alert is. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CompletionIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String brokers;

  @Test
  void the_end_waits_for_the_alert_asks_a_person_after_its_time_and_comes_with_the_alerts_end()
      throws Exception {
    try (TestWorker _ = new TestWorker(brokers, "north")) {
      // Given
      Instant begin = Instant.now();
      String id = told("firing", begin).getString("alerts[0].restore");

      // When
      await().atMost(PATIENCE).until(() -> restore(id).getString("state").equals("HELD"));

      // Then
      JsonPath held = restore(id);
      assertThat(held.getString("hold.reason")).isEqualTo("ALERT_FIRES");
      assertThat(held.getString("reason")).contains("the alert fires", "Resume");
      assertThat(held.getList("stages.status")).asList().containsOnly("SUCCEEDED");
      Duration took = Duration.parse(held.getString("recovery.took"));

      // When
      told("resolved", begin);

      // Then
      await().atMost(PATIENCE).until(() -> restore(id).getString("state").equals("SUCCEEDED"));
      assertThat(Duration.parse(restore(id).getString("recovery.took")))
          .as("it was recovered when all was proven")
          .isEqualTo(took);
      assertThat(
              given().get("/api/v1/restores/" + id + "/journal").jsonPath().getList("items.type"))
          .asList()
          .containsSubsequence(
              "CompletionAwaited", "RestoreHeld", "AlertsResolved", "RestoreSucceeded");
    }
  }

  @Test
  void an_alert_that_was_over_before_the_end_holds_nothing_up() throws Exception {
    try (StoryWorker _ = new StoryWorker(brokers, "north")) {
      // Given
      Instant begin = Instant.now();
      String id = told("firing", begin).getString("alerts[0].restore");

      // When
      told("resolved", begin);

      // Then
      await().atMost(PATIENCE).until(() -> restore(id).getString("state").equals("SUCCEEDED"));
      assertThat(
              given().get("/api/v1/restores/" + id + "/journal").jsonPath().getList("items.type"))
          .asList()
          .contains("AlertsResolved")
          .doesNotContain("CompletionAwaited");
    }
  }

  private static JsonPath restore(String id) {
    return given().get("/api/v1/restores/" + id).jsonPath();
  }

  private static JsonPath told(String status, Instant begin) {
    return given()
        .contentType("application/json")
        .body(
            """
            {"version": "4", "alerts": [{"status": "%s", "labels": {"alertname": "StallDown"},
              "startsAt": "%s", "fingerprint": "stall1"}]}
            """
                .formatted(status, begin))
        .post("/webhooks/alertmanager")
        .then()
        .statusCode(202)
        .extract()
        .jsonPath();
  }
}
