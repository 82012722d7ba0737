package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboard and alert rules ask for nothing that is not there. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class MetricsIT {

  private static final Set<String> AT_THE_END =
      Set.of(
          "rekindle_restore_recovery_seconds_max",
          "rekindle_restore_data_loss_seconds_max",
          "rekindle_restore_recovery_seconds_count");
  private static final Path GRAFANA = Path.of("../deploy/grafana");
  private static final Pattern SELECTOR = Pattern.compile("(rekindle_[a-z_]+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=");
  private static final Pattern GROUPING = Pattern.compile("by \\(([a-z, ]+)\\)");

  @Test
  void what_dashboard_and_alerts_ask_for_is_told() throws Exception {
    // Given
    for (String mode : List.of("dry-run", "restore")) {
      String id =
          given()
              .contentType("application/json")
              .body(
                  """
                  {"application": "kiosk", "backupSet": "monday", "requestedBy": "a", "mode": "%s"}
                  """
                      .formatted(mode))
              .post("/api/v1/restores")
              .jsonPath()
              .getString("id");
      if (mode.equals("dry-run")) {
        given()
            .contentType("application/json")
            .body("{\"by\": \"a\"}")
            .post("/api/v1/restores/" + id + "/cancel");
      }
    }
    Set<String> asked = asked();

    // Then
    assertThat(asked).hasSizeGreaterThan(8);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(asked)
                // Said by workers, which AttemptMetrics is about.
                .filteredOn(name -> !name.startsWith("rekindle_worker_"))
                // Told when one has succeeded, which RestoreMetricsTest is about.
                .filteredOn(name -> !AT_THE_END.contains(name))
                .allSatisfy(name -> assertThat(told()).contains("\n" + name)));
    for (String expression : expressions()) {
      for (String label : labels(expression)) {
        assertThat(told()).as(expression).contains(label + "=\"");
      }
    }
    // What was told before may be of another test's restores.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(told())
                .contains("rekindle_workers{cluster=\"west\",pool=\"db\"} 0.0")
                .containsPattern(
                    "rekindle_restore_quiet_seconds\\{application=\"kiosk\",cluster=\"west\","
                        + "mode=\"restore\",state=\"checking\"}"));
  }

  private static String told() {
    // Some versions of the format end the labels with a comma.
    return given().accept("text/plain").get("/q/metrics").asString().replace(",}", "}");
  }

  private static Set<String> asked() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String expression : expressions()) {
      Matcher matcher = SELECTOR.matcher(expression);
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  private static Set<String> labels(String expression) {
    Set<String> labels = new TreeSet<>();
    Matcher selector = SELECTOR.matcher(expression);
    while (selector.find()) {
      if (selector.group(2) != null) {
        LABEL.matcher(selector.group(2)).results().forEach(label -> labels.add(label.group(1)));
      }
    }
    GROUPING
        .matcher(expression)
        .results()
        .forEach(grouping -> labels.addAll(List.of(grouping.group(1).split(", "))));
    // Given by Prometheus, by workers, and when a restore has succeeded.
    labels.removeAll(Set.of("job", "kind", "objective"));
    return labels;
  }

  private static Set<String> expressions() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(GRAFANA.resolve("rekindle-dashboard.json").toFile());
    JsonNode alerts = new YAMLMapper().readTree(GRAFANA.resolve("rekindle-alerts.yaml").toFile());
    return Stream.concat(
            dashboard.findValuesAsText("expr").stream(), alerts.findValuesAsText("expr").stream())
        .collect(Collectors.toSet());
  }
}
