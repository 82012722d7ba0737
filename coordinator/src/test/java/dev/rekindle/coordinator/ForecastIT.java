package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.coordinator.testing.StoryWorker;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** How long it should take: before, while it runs, and after. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ForecastIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Eight of them make a stage, and the plan has two, one after the other. */
  private static final Duration PACE = Duration.ofMillis(250);

  private static final Duration WHOLE = PACE.multipliedBy(16);

  @ConfigProperty(name = "rekindle.coordinator.catalog.directory")
  Path catalog;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String brokers;

  @Test
  void a_second_restore_is_predicted_by_the_first_before_during_and_after() throws Exception {
    Files.writeString(
        catalog.resolve("plans/paced.yaml"),
        """
        name: paced
        stages:
          - {id: fence, kind: k8s.fence, lease: "rekindle-${application}"}
          - {id: quiesce, kind: k8s.quiesce, workloads: [deployment/web], needs: [fence]}
        """);
    try (StoryWorker worker = new StoryWorker(brokers, "north")) {
      // Given
      worker.pace(PACE);
      String first = started("restore");
      JsonPath unknown = restore(first);
      JsonPath one = ended(first);

      // When
      JsonPath dry = ended(started("dry-run"));
      String second = started("restore");
      AtomicReference<JsonPath> during = new AtomicReference<>();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> {
            JsonPath now = restore(second);
            if (now.getString("stages.find { it.id == 'quiesce' }.status").equals("RUNNING")) {
              during.set(now);
            }
            return during.get() != null;
          });
      JsonPath two = ended(second);

      // Then
      assertThat(unknown.getInt("forecast.restores")).isZero();
      assertThat(unknown.getString("forecast.total")).isNull();
      Duration took = Duration.parse(one.getString("forecast.took"));
      assertThat(took).isGreaterThanOrEqualTo(WHOLE);
      assertThat(dry.getInt("forecast.restores")).as("before").isEqualTo(1);
      assertThat(Duration.parse(dry.getString("forecast.total")))
          .isBetween(WHOLE, took.plusSeconds(1));
      assertThat(Duration.parse(during.get().getString("forecast.left")))
          .as("during, the first of two stages being done")
          .isLessThan(Duration.parse(during.get().getString("forecast.total")));
      assertThat(two.getString("forecast.left")).as("after").isNull();
      assertThat(two.getString("forecast.total")).isEqualTo(dry.getString("forecast.total"));
      assertThat(Duration.parse(two.getString("forecast.took"))).isGreaterThanOrEqualTo(WHOLE);
      assertThat(two.getList("stages.predicted")).asList().hasSize(2).doesNotContainNull();
    } finally {
      Files.delete(catalog.resolve("plans/paced.yaml"));
    }
  }

  private static String started(String mode) {
    return given()
        .contentType("application/json")
        .body(
            """
            {"application": "stall", "plan": "paced", "backupSet": "monday", "mode": "%s",
             "approval": "none", "requestedBy": "ann", "reason": "forecast"}
            """
                .formatted(mode))
        .post("/api/v1/restores")
        .then()
        .statusCode(202)
        .extract()
        .jsonPath()
        .getString("id");
  }

  private static JsonPath restore(String id) {
    return given().get("/api/v1/restores/" + id).jsonPath();
  }

  private static JsonPath ended(String id) {
    await().atMost(PATIENCE).until(() -> restore(id).getString("state").equals("SUCCEEDED"));
    return restore(id);
  }
}
