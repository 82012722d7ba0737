package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.coordinator.testing.LoginProfile;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager, where one is installed, tells a coordinator that asks for a login. */
@QuarkusTest
@TestProfile(LoginProfile.class)
@QuarkusTestResource(TestServers.class)
class AlertmanagerIT {

  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @TestHTTPResource("/")
  URL url;

  @Test
  void an_alert_starts_one_restore_through_a_real_alertmanager_with_a_token() throws Exception {
    // Given
    if (!Files.isExecutable(PROGRAM)) {
      String reason = "no Alertmanager is installed (on Debian: prometheus-alertmanager)";
      System.out.println("alertmanager: its test is skipped: " + reason);
      Assumptions.abort(reason);
    }
    int port = freePort();
    Process alertmanager = start(port, token());
    try {
      String api = "http://127.0.0.1:" + port + "/api/v2/alerts";
      Instant startsAt = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);
      await().atMost(PATIENCE).until(() -> answers(port));

      // When
      for (int i = 0; i < 3; i++) {
        send(api, startsAt, Instant.now().plusSeconds(600));
      }

      // Then
      await().atMost(PATIENCE).until(() -> !episodes().isEmpty());
      JsonPath alerts = admin("/api/v1/alerts").jsonPath();
      String restore = alerts.getString("items.find { it.application == 'till' }.restore");
      assertThat(restore).as(alerts.prettify()).isNotEmpty();
      JsonPath shown = admin("/api/v1/restores/" + restore).jsonPath();
      assertThat(shown.getString("application")).isEqualTo("till");

      // When
      send(api, startsAt, Instant.now().minusSeconds(1));

      // Then
      await().atMost(PATIENCE).until(() -> episodes().contains("resolved"));
      assertThat(admin("/api/v1/restores?application=till").jsonPath().getList("items.id"))
          .containsExactly(restore);
    } finally {
      alertmanager.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static List<String> episodes() {
    return admin("/api/v1/alerts")
        .jsonPath()
        .getList("items.findAll { it.application == 'till' }.status");
  }

  private static Response admin(String path) {
    return given().header("Authorization", "Bearer " + LoginProfile.FIRST_ADMIN.whole()).get(path);
  }

  private static String token() {
    return given()
        .header("Authorization", "Bearer " + LoginProfile.FIRST_ADMIN.whole())
        .contentType("application/json")
        .body("{\"name\": \"real-alertmanager\", \"grants\": [\"alerts\"]}")
        .post("/api/v1/tokens")
        .jsonPath()
        .getString("token");
  }

  private Process start(int port, String token) throws IOException {
    Path secret = Files.writeString(folder.resolve("token"), token);
    Path settings =
        Files.writeString(
            folder.resolve("alertmanager.yml"),
            """
            route: {receiver: rekindle, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 2s}
            receivers:
              - name: rekindle
                webhook_configs:
                  - url: %swebhooks/alertmanager
                    http_config:
                      authorization: {credentials_file: %s}
            """
                .formatted(url, secret));
    return new ProcessBuilder(
            PROGRAM.toString(),
            "--config.file=" + settings,
            "--storage.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("alertmanager.log").toFile())
        .start();
  }

  private static void send(String api, Instant startsAt, Instant endsAt) {
    given()
        .contentType("application/json")
        .body(
            """
            [{"labels": {"alertname": "TillDown", "severity": "critical"},
              "startsAt": "%s", "endsAt": "%s"}]
            """
                .formatted(startsAt, endsAt.truncatedTo(ChronoUnit.MILLIS)))
        .post(api)
        .then()
        .statusCode(200);
  }

  private static boolean answers(int port) {
    try {
      return given().get("http://127.0.0.1:" + port + "/-/ready").statusCode() == 200;
    } catch (Exception e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
