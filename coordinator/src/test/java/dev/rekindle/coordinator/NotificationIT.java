package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.coordinator.testing.Ear;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What happens to a restore is told outside, over Kafka, by the running coordinator. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class NotificationIT {

  @ConfigProperty(name = "rekindle.coordinator.catalog.directory")
  Path catalog;

  @Test
  void a_target_that_refuses_is_told_again_and_hears_all_in_order() throws Exception {
    try (Ear ear = new Ear()) {
      // Given
      ear.refuse(2);
      Files.writeString(catalog.resolve("bell-url"), ear.url() + "\n");

      // When
      String id =
          given()
              .contentType("application/json")
              .body(
                  """
                  {"application": "bell", "backupSet": "monday", "requestedBy": "ann", "reason": "r"}
                  """)
              .post("/api/v1/restores")
              .jsonPath()
              .getString("id");
      given()
          .contentType("application/json")
          .body("{\"by\": \"ann\", \"reason\": \"enough\"}")
          .post("/api/v1/restores/" + id + "/cancel");

      // Then
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(ear.taken()).hasSize(2));
      JsonPath started = new JsonPath(ear.taken().getFirst());
      JsonPath cancelled = new JsonPath(ear.taken().getLast());
      assertThat(started.getString("type")).isEqualTo("dev.rekindle.restore.started.v1");
      assertThat(started.getString("subject")).isEqualTo(id);
      assertThat(started.getString("data.title")).isEqualTo("Restore of bell in west started");
      assertThat(cancelled.getString("type")).isEqualTo("dev.rekindle.restore.cancelled.v1");
      assertThat(cancelled.getString("data.next")).isEqualTo("rekindle restore show " + id);
      assertThat(ear.heard()).hasSize(4);
      assertThat(ear.heard().subList(0, 3))
          .extracting(one -> new JsonPath(one.body()).getString("id"))
          .containsOnly(started.getString("id"));
    }
  }
}
