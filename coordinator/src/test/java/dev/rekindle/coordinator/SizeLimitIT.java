package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every call of the published description: how much it takes, and how much it gives at once. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SizeLimitIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 500;

  /**
   * As long as files of the installation or what administrators made one by one; a restore's facts
   * go on after a place.
   */
  private static final Set<String> SHORT =
      Set.of(
          "/api/v1/applications",
          "/api/v1/backups",
          "/api/v1/clusters",
          "/api/v1/plans",
          "/api/v1/policies",
          "/api/v1/restores/{id}/journal",
          "/api/v1/tokens");

  @Inject DataSource database;

  @TestHTTPResource("/")
  URI url;

  private JsonNode document;

  @BeforeEach
  void read() throws IOException {
    document = JSON.readTree(given().get("/q/openapi?format=json").asString());
  }

  @Test
  void every_call_refuses_a_body_that_is_too_big_before_it_is_sent() throws IOException {
    Map<String, String> answers = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getKey().equals("post")) {
          answers.put(path.getKey(), announced(path.getKey().replaceAll("[{}]", "")));
        }
      }
    }

    assertThat(answers).hasSizeGreaterThan(15);
    assertThat(answers.values()).allMatch(status -> status.contains(" 413 "));
  }

  @Test
  void every_list_has_pages_or_is_known_to_be_short() throws SQLException {
    // Given
    Set<String> pages = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      JsonNode read = path.getValue().path("get");
      if (list(read)) {
        (paged(read) ? pages : others).add(path.getKey());
      }
    }
    List<String> wrong = new ArrayList<>();

    // When
    crowd();
    try {
      for (String path : pages) {
        int few = given().get(path + "?limit=2").jsonPath().getList("items").size();
        int all = given().get(path + "?limit=1000000").jsonPath().getList("items").size();
        int none = given().get(path + "?limit=-1").jsonPath().getList("items").size();
        if (few != 2 || all != MOST || none != 1) {
          wrong.add(path + " gives " + few + ", " + all + ", " + none);
        }
      }
    } finally {
      leave();
    }

    // Then
    assertThat(wrong).isEmpty();
    assertThat(pages).hasSize(4);
    assertThat(others).isEqualTo(new TreeSet<>(SHORT));
  }

  /** What is answered to a head that announces too much; nothing of it is sent. */
  private String announced(String path) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 3000000\r\n\r\n"
              .formatted(path, url.getAuthority())
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return String.valueOf(
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine());
    }
  }

  private boolean list(JsonNode read) {
    JsonNode schema =
        read.path("responses").path("200").path("content").path("application/json").path("schema");
    String place = schema.path("$ref").asText("#").substring(1);
    return document.at(place).path("properties").has("items");
  }

  private static boolean paged(JsonNode read) {
    for (JsonNode parameter : read.path("parameters")) {
      if (parameter.path("name").asText().equals("limit")) {
        return true;
      }
    }
    return false;
  }

  private void crowd() throws SQLException {
    sql(
        """
        insert into restore select gen_random_uuid(), 1, 'east', 'ns', 'shop', 'small', 'main', 'monday',
          'DRY_RUN', 'CANCELLED', false, 'crowd', '', now(), now(), null from generate_series(1, 600);
        insert into restore_event (restore_id, seq, type, body, recorded_at)
          select restore_id, 1, 'RestoreCancelled', '{}', now() from restore where requested_by = 'crowd';
        insert into alert_episode (fingerprint, starts_at, policy, application, is_resolved, problem, notices,
          first_at, last_at) select 'crowd' || n, now(), 'p', 'shop', true, '', 1, now(), now()
          from generate_series(1, 600) n;
        insert into alert_decision (fingerprint, starts_at, decided_at, policy, application, outcome, reason)
          select fingerprint, starts_at, now(), 'p', 'shop', 'RESOLVED', '' from alert_episode
          where fingerprint like 'crowd%'
        """);
  }

  private void leave() throws SQLException {
    sql(
        """
        delete from alert_decision where fingerprint like 'crowd%';
        delete from alert_episode where fingerprint like 'crowd%';
        delete from restore_event where restore_id in (select restore_id from restore where requested_by = 'crowd');
        delete from restore where requested_by = 'crowd'
        """);
  }

  private void sql(String statements) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statements);
    }
  }
}
