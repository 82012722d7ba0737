package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.coordinator.testing.TestServers;
import dev.rekindle.coordinator.testing.TestWorker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CoordinatorIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String brokers;

  @TestHTTPResource("/")
  URL url;

  @Test
  void a_restore_runs_from_the_start_over_an_approval_to_the_end() throws Exception {
    try (TestWorker worker = new TestWorker(brokers, "east")) {
      // Given
      String id = started("shop");
      awaitState(id, "AWAITING_APPROVAL");
      JsonPath waiting = show(id);

      // When
      post(
              "/api/v1/restores/" + id + "/approve",
              """
              {"by": "ann", "reason": "go", "digest": "%s"}
              """
                  .formatted(waiting.getString("approval.digest")))
          .then()
          .statusCode(200);
      awaitState(id, "SUCCEEDED");

      // Then
      assertThat(waiting.getString("waits[0].reason")).isEqualTo("1 more to approve");
      assertThat(Instant.parse(waiting.getString("waits[0].until"))).isAfter(Instant.now());
      JsonPath ended = show(id);
      assertThat(ended.getList("waits")).isEmpty();
      assertThat(ended.getList("stages.status")).containsOnly("SUCCEEDED");
      assertThat(ended.getString("stages[0].evidence[0].value")).isEqualTo("100");
      assertThat(ended.getInt("stages[0].progress.percent")).isEqualTo(50);
      assertThat(ended.getInt("stages[0].attempts")).isEqualTo(1);
      assertThat(waiting.getString("approval.captures[0].at")).startsWith("2026-11-21T01:00");
      assertThat(waiting.getString("approval.captures[0].lost")).contains("everything written");
      assertThat(worker.traces())
          .filteredOn(trace -> trace.startsWith("00-" + id.replace("-", "") + "-"))
          .hasSize(4);
      assertFollowed(id, ended.getInt("seq"));
    }
  }

  private void assertFollowed(String id, int last) throws Exception {
    String events = events(id, last - 2);
    assertThat(events).contains("id:" + (last - 1), "id:" + last, "event:end");
    assertThat(events).doesNotContain("id:" + (last - 2) + "\n").contains("event:progress");
    JsonPath journal = given().get("/api/v1/restores/" + id + "/journal").jsonPath();
    assertThat(journal.getList("items.seq")).hasSize(last);
    assertThat(journal.getString("items[0].type")).isEqualTo("RestoreStarted");
    assertThat(given().get("/api/v1/restores?application=shop").jsonPath().getList("items.id"))
        .contains(id);
  }

  @Test
  void a_second_restore_of_the_same_application_is_refused_while_a_dry_run_may_go_beside() {
    // Given
    String first = started("kiosk");

    // When
    Response second = start("kiosk", "restore");
    Response dry = start("kiosk", "dry-run");

    // Then
    second.then().statusCode(409);
    assertThat(second.contentType()).startsWith("application/problem+json");
    assertThat(second.jsonPath().getString("code")).isEqualTo("APPLICATION_TAKEN");
    assertThat(second.jsonPath().getString("detail")).contains(first);
    dry.then().statusCode(202);
  }

  @Test
  void what_cannot_be_started_is_refused_with_a_code_and_starts_nothing() {
    // Given
    int before = given().get("/api/v1/restores?limit=500").jsonPath().getList("items").size();

    // When
    List<String> codes =
        List.of(
            code(start("nowhere", "restore")),
            code(startFrom("shop", "unindexed", "")),
            code(startFrom("shop", "../monday", "")),
            code(startFrom("shop", "monday", "\"only\": [\"nothing\"],")),
            code(startFrom("shop", "monday", "\"plan\": \"other\",")),
            code(startFrom("shop", "monday", "\"approval\": \"perhaps\",")),
            code(start("ghost", "restore")),
            problem(startFrom("shop", "monday", "\"plan\": \"cycle\",")),
            problem(startFrom("shop", "monday", "\"plan\": \"dance\",")),
            code(startFrom("shop", "monday", "\"plan\": \"alias\",")),
            code(post("/api/v1/restores", "{")),
            code(post("/api/v1/restores/0b7e/approve", "{\"by\": \"x\"}")),
            code(given().get("/api/v1/restores/" + new java.util.UUID(1, 2))));

    // Then
    assertThat(codes)
        .containsExactly(
            "UNKNOWN_APPLICATION",
            "BACKUP_WITHOUT_MANIFEST",
            "BACKUP_UNKNOWN",
            "UNKNOWN_STAGE",
            "UNKNOWN_PLAN",
            "MALFORMED",
            "UNKNOWN_CLUSTER",
            "PLAN_INVALID CYCLE",
            "PLAN_INVALID UNKNOWN_KIND",
            "PLAN_INVALID",
            "MALFORMED",
            "UNKNOWN_RESTORE",
            "UNKNOWN_RESTORE");
    assertThat(given().get("/api/v1/restores?limit=500").jsonPath().getList("items"))
        .hasSize(before);
  }

  @Test
  void an_alert_starts_one_restore_however_often_it_comes() {
    // Given
    String start = "2026-11-22T03:00:00.123456789Z";

    // When
    Response first = webhook("firing", start, "abc");
    Response again = webhook("firing", start, "abc");
    Response over = webhook("resolved", start, "abc");
    Response other = webhook("firing", "2026-11-22T03:05:00Z", "def");
    Response late = webhook("resolved", "2026-11-22T03:06:00Z", "ghi");
    Response early = webhook("firing", "2026-11-22T03:06:00Z", "ghi");
    Response bad = post("/webhooks/alertmanager", "{\"version\": \"3\"}");

    // Then
    assertThat(List.of(first, again, over, other, late, early))
        .allMatch(answer -> answer.statusCode() == 202)
        .extracting(answer -> answer.jsonPath().getString("alerts[0].result"))
        .containsExactly("started", "known", "known", "attached", "resolved", "resolved");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(given().get("/api/v1/restores?application=till").jsonPath().getList("items"))
        .hasSize(1);
    assertRemembered(first.jsonPath().getString("alerts[0].restore"));
  }

  /** Alerts of the test above; others have longer fingerprints. */
  private static final String OURS = "items.findAll { it.fingerprint.length() == 3 }.";

  private static void assertRemembered(String restore) {
    JsonPath alerts = given().get("/api/v1/alerts").jsonPath();
    assertThat(alerts.getList(OURS + "fingerprint")).containsExactly("ghi", "def", "abc");
    assertThat(alerts.getList(OURS + "status")).containsExactly("resolved", "firing", "resolved");
    assertThat(alerts.getList(OURS + "restore")).containsExactly(null, restore, restore);
    assertThat(alerts.getString(OURS + "reason[0]")).contains("resolved before");
    assertThat(alerts.getString("items[2].startsAt")).startsWith("2026-11-22T03:00:00.123456");
    assertThat(given().get("/api/v1/alerts?limit=1").jsonPath().getList("items")).hasSize(1);
    assertThat(given().get("/q/openapi").asString()).contains("/api/v1/alerts");
  }

  @Test
  void what_there_is_can_be_listed() {
    // When
    JsonPath clusters = given().get("/api/v1/clusters").jsonPath();
    JsonPath plans = given().get("/api/v1/plans").jsonPath();
    JsonPath backups = given().get("/api/v1/backups?application=shop").jsonPath();
    JsonPath checked =
        given()
            .contentType("text/plain")
            .body("name: x\nstages:\n  - {id: a, kind: k8s.dance}\n")
            .post("/api/v1/plans/check")
            .jsonPath();

    // Then
    assertThat(clusters.getList("items.name")).containsExactly("east", "north", "west");
    assertThat(plans.getList("items.name"))
        .containsExactly(
            "alias",
            "cycle",
            "dance",
            "safe",
            "save",
            "small",
            "threescale",
            "threescale-backup",
            "threescale-deploymentconfigs",
            "threescale-external",
            "threescale-jobs",
            "threescale-orphans",
            "threescale-sphinx");
    assertThat(plans.getList("items.problems.flatten()")).isEmpty();
    assertThat(backups.getList("items.set")).containsExactly("monday", "unindexed", "unsealed");
    assertThat(backups.getList("items.usable")).containsExactly(true, false, false);
    assertThat(plans.getList("items.findAll { it.makesBackup }.name"))
        .containsExactly("save", "threescale-backup");
    assertThat(checked.getBoolean("valid")).isFalse();
    assertThat(checked.getList("problems.code")).contains("UNKNOWN_KIND");
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/openapi").then().statusCode(200);
  }

  private static Response webhook(String status, String startsAt, String fingerprint) {
    return post(
        "/webhooks/alertmanager",
        """
        {"version": "4", "status": "%1$s", "groupKey": "{}", "alerts": [
          {"status": "%1$s", "labels": {"alertname": "TillDown", "severity": "page"},
           "annotations": {}, "startsAt": "%2$s", "endsAt": "0001-01-01T00:00:00Z",
           "generatorURL": "", "fingerprint": "%3$s"}]}
        """
            .formatted(status, startsAt, fingerprint));
  }

  private static String started(String application) {
    Response answer = start(application, "restore");
    answer.then().statusCode(202);
    assertThat(answer.header("Location")).endsWith(answer.jsonPath().getString("id"));
    return answer.jsonPath().getString("id");
  }

  private static Response start(String application, String mode) {
    return startFrom(application, "newest", "\"mode\": \"" + mode + "\",");
  }

  private static Response startFrom(String application, String set, String more) {
    return post(
        "/api/v1/restores",
        """
        {"application": "%s", "backupSet": "%s", %s "requestedBy": "ann", "reason": "a test"}
        """
            .formatted(application, set, more));
  }

  private static Response post(String path, String body) {
    return given().contentType("application/json").body(body).post(path);
  }

  private static String code(Response answer) {
    return answer.jsonPath().getString("code");
  }

  private static String problem(Response answer) {
    answer.then().statusCode(422);
    return code(answer) + " " + answer.jsonPath().getString("problems[0].code");
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

  private String events(String id, int after) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(url.toString()).resolve("/api/v1/restores/" + id + "/events"))
            .header("Last-Event-ID", Integer.toString(after))
            .timeout(PATIENCE)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body().replace(": ", ":");
    }
  }
}
