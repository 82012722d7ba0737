package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.coordinator.testing.LoginProfile;
import dev.rekindle.coordinator.testing.TestServers;
import dev.rekindle.coordinator.testing.TestWorker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Who may do what, where a login is asked for. */
@QuarkusTest
@TestProfile(LoginProfile.class)
@QuarkusTestResource(TestServers.class)
class AccessIT {

  private static final String NOWHERE = "/api/v1/restores/00000000-0000-0001-0000-000000000002";
  private static final String EVERYBODY = "viewer operator approver admin";
  private static final Instant LATER = Instant.now().plusSeconds(3600);

  @Inject DataSource database;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String brokers;

  /** A call, with the roles that may make it. */
  private record Call(String roles, Function<RequestSpecification, Response> made) {}

  private static final Map<String, Call> CALLS = calls();

  private static Map<String, Call> calls() {
    Map<String, Call> calls = new LinkedHashMap<>();
    for (String path :
        List.of(
            "restores",
            "applications",
            "clusters",
            "plans",
            "policies",
            "policies/schema",
            "alerts",
            "alerts/decisions",
            "audit")) {
      calls.put(path, new Call(EVERYBODY, as -> as.get("/api/v1/" + path)));
    }
    for (String path : List.of("", "/journal", "/events", "/bundle")) {
      calls.put("restore" + path, new Call(EVERYBODY, as -> as.get(NOWHERE + path)));
    }
    calls.put("session", new Call(EVERYBODY, as -> as.get("/api/v1/session")));
    calls.put(
        "check a plan", new Call(EVERYBODY, as -> as.body("x: y").post("/api/v1/plans/check")));
    calls.put(
        "check policies",
        new Call(EVERYBODY, as -> as.body("x: y").post("/api/v1/policies/check")));
    calls.put("preview", new Call(EVERYBODY, as -> wish(as, "/preview/approve")));
    calls.put(
        "start",
        new Call(
            "operator admin",
            as ->
                as.contentType("application/json")
                    .body("{\"application\": \"nowhere\", \"backupSet\": \"newest\"}")
                    .post("/api/v1/restores")));
    for (String wish :
        List.of("hold", "resume", "cancel", "fail", "stages/a/retry", "stages/a/skip")) {
      calls.put(wish, new Call("operator admin", as -> wish(as, "/" + wish)));
    }
    for (String wish : List.of("approve", "reject", "waive")) {
      calls.put(wish, new Call("approver admin", as -> wish(as, "/" + wish)));
    }
    calls.put("tokens", new Call("admin", as -> as.get("/api/v1/tokens")));
    calls.put(
        "make a token",
        new Call(
            "admin", as -> as.contentType("application/json").body("{}").post("/api/v1/tokens")));
    calls.put("revoke a token", new Call("admin", as -> as.delete("/api/v1/tokens/0")));
    for (String sender : List.of("alertmanager", "grafana", "cloudevents")) {
      calls.put(
          "webhook of " + sender,
          new Call(
              "alerts admin",
              as -> as.contentType("application/json").body("{}").post("/webhooks/" + sender)));
    }
    return calls;
  }

  private static Response wish(RequestSpecification as, String path) {
    return as.contentType("application/json").body("{\"by\": \"eve\"}").post(NOWHERE + path);
  }

  @Test
  void each_role_may_make_its_calls_and_no_other() {
    List<String> wrong = new ArrayList<>();
    for (String role : List.of("viewer", "operator", "approver", "admin", "alerts")) {
      String token = token("table-" + role, "\"" + role + "\"");
      CALLS.forEach((name, call) -> {
        int status = call.made().apply(bearer(token)).statusCode();
        boolean allowed = Set.of(call.roles().split(" ")).contains(role);
        if (allowed != (status != 403) || status == 401 || status >= 500) {
          wrong.add(role + " " + name + ": " + status);
        }
      });
    }
    CALLS.forEach((name, call) -> {
      Response answer = call.made().apply(given());
      if (answer.statusCode() != 401 || !answer.contentType().contains("problem+json")) {
        wrong.add("nobody " + name + ": " + answer.statusCode());
      }
    });

    assertThat(wrong).isEmpty();
  }

  @Test
  void a_role_for_one_application_is_none_for_another() {
    String token = token("desk-only", "\"viewer:desk\", \"operator:desk\"");

    JsonPath applications = bearer(token).get("/api/v1/applications").jsonPath();

    assertThat(applications.getList("items.name")).containsExactly("desk");
    assertThat(start(token, "shop", "").statusCode()).isEqualTo(403);
    assertThat(bearer(token).get("/api/v1/backups?application=shop").statusCode()).isEqualTo(403);
    assertThat(bearer(token).get("/api/v1/backups?application=desk").statusCode()).isEqualTo(200);
    String shop = started(LoginProfile.FIRST_ADMIN.whole(), "shop", "\"mode\": \"dry-run\",");
    assertThat(bearer(token).get("/api/v1/restores/" + shop).statusCode()).isEqualTo(403);
    assertThat(bearer(token).get("/api/v1/restores").jsonPath().getList("items.application"))
        .doesNotContain("shop");
    assertThat(bearer(token).get("/api/v1/audit").jsonPath().getList("items.application"))
        .doesNotContain("shop");
  }

  @Test
  void whoever_starts_a_restore_is_not_the_one_who_approves_it_and_names_are_those_proven() {
    try (TestWorker _ = new TestWorker(brokers, "west")) {
      // Given
      String both = token("both", "\"operator\", \"approver\"");
      String other = token("other", "\"approver\"");
      String id = started(both, "kiosk", "");
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() ->
              "AWAITING_APPROVAL"
                  .equals(
                      bearer(both).get("/api/v1/restores/" + id).jsonPath().getString("state")));
      String digest =
          bearer(both).get("/api/v1/restores/" + id).jsonPath().getString("approval.digest");
      String body =
          "{\"by\": \"somebody else\", \"reason\": \"go\", \"digest\": \"" + digest + "\"}";

      // When
      Response own = json(both, body).post("/api/v1/restores/" + id + "/approve");
      Response second = json(other, body).post("/api/v1/restores/" + id + "/approve");

      // Then
      assertThat(own.jsonPath().getString("code")).isEqualTo("OWN_REQUEST");
      assertThat(second.statusCode()).isEqualTo(200);
      String journal = bearer(both).get("/api/v1/restores/" + id + "/journal").asString();
      assertThat(journal).contains("token:both", "token:other").doesNotContain("somebody else");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void no_token_has_the_name_of_the_first_administrator() {
    String pretender = token("first-admin", "\"viewer\"");

    assertThat(bearer(pretender).get("/api/v1/session").jsonPath().getString("name"))
        .isNotEqualTo(admin().get("/api/v1/session").jsonPath().getString("name"));
  }

  @Test
  void only_an_administrator_may_ask_for_no_approval() {
    String operator = token("hasty", "\"operator\"");

    assertThat(start(operator, "shop", "\"approval\": \"none\",").jsonPath().getString("detail"))
        .contains("lacks the role admin");
  }

  @Test
  void a_token_that_is_expired_revoked_or_made_up_opens_nothing() throws Exception {
    // Given
    String brief = token("brief", "\"viewer\"");
    String revoked = token("revoked", "\"viewer\"");
    String id = revoked.split("_")[1];
    assertThat(bearer(revoked).get("/api/v1/restores").statusCode()).isEqualTo(200);
    sql("update service_token set expires_at = now() where name = 'brief'");

    // When
    admin().delete("/api/v1/tokens/" + id).then().statusCode(204);

    // Then
    String tampered = brief.substring(0, brief.length() - 1) + (brief.endsWith("A") ? "B" : "A");
    for (String token :
        List.of(brief, revoked, tampered, "rk_0_0", "x.y.z", "rk_" + "0".repeat(300))) {
      Response answer = bearer(token).get("/api/v1/restores");
      assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(401);
      assertThat(answer.asString()).doesNotContain(token);
    }
    assertThat(admin().delete("/api/v1/tokens/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void a_stream_of_events_ends_when_its_token_is_revoked() throws Exception {
    // Given
    String token = token("listener", "\"viewer\"");
    String restore = started(LoginProfile.FIRST_ADMIN.whole(), "desk", "\"mode\": \"dry-run\",");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    RestAssured.baseURI
                        + ":"
                        + RestAssured.port
                        + "/api/v1/restores/"
                        + restore
                        + "/events"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient http = HttpClient.newHttpClient();
        InputStream events = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      assertThat(events.read()).isNotNegative();

      // When
      admin().delete("/api/v1/tokens/" + token.split("_")[1]).then().statusCode(204);

      // Then
      CompletableFuture<byte[]> rest = new CompletableFuture<>();
      Thread _ =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  rest.complete(events.readAllBytes());
                } catch (IOException e) {
                  rest.completeExceptionally(e);
                }
              });
      assertThat(rest.get(90, TimeUnit.SECONDS)).asString(UTF_8).doesNotContain("event:end");
    }
  }

  @Test
  void a_person_of_the_provider_is_never_taken_for_a_token() {
    String pretender = LoginProfile.person("token:console", LATER, List.of("sre"));

    assertThat(bearer(pretender).get("/api/v1/session").jsonPath().getString("name"))
        .isEqualTo("person:token:console");
  }

  @Test
  void a_token_is_shown_once_and_kept_as_a_hash() throws Exception {
    // When
    String token = token("kept", "\"alerts\", \"viewer:shop\"");

    // Then
    String secret = token.split("_", 3)[2];
    JsonPath listed = admin().get("/api/v1/tokens").jsonPath();
    assertThat(listed.getString("items.find { it.name == 'kept' }.state")).isEqualTo("valid");
    assertThat(listed.getList("items.find { it.name == 'kept' }.grants"))
        .asList()
        .containsExactly("alerts", "viewer:shop");
    assertThat(admin().get("/api/v1/tokens").asString()).doesNotContain(secret, "hash");
    try (var connection = database.getConnection();
        var rows =
            connection.createStatement().executeQuery("select t::text from service_token t")) {
      while (rows.next()) {
        assertThat(rows.getString(1)).doesNotContain(secret);
      }
    }
    assertThat(
            admin()
                .contentType("application/json")
                .body(wanted("kept", "\"viewer\"", "P1D"))
                .post("/api/v1/tokens")
                .jsonPath()
                .getString("code"))
        .isEqualTo("NAME_TAKEN");
  }

  @Test
  void what_is_no_token_request_is_refused() {
    for (String body :
        List.of(
            "",
            "{}",
            wanted("UPPER", "\"viewer\"", "P1D"),
            wanted("a", "\"king\"", "P1D"),
            wanted("a", "\"viewer:\"", "P1D"),
            wanted("a", "", "P1D"),
            wanted("a", "\"viewer\"", "P400D"),
            wanted("a", "\"viewer\"", "PT0S"),
            wanted("a", "\"viewer\"", "-P1D"),
            wanted("a", "\"viewer\"", "a day"))) {
      Response answer = json(LoginProfile.FIRST_ADMIN.whole(), body).post("/api/v1/tokens");
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.jsonPath().getString("code")).isEqualTo("MALFORMED");
    }
  }

  @Test
  void alertmanager_may_send_its_token_as_a_password() {
    String token = token("alertmanager", "\"alerts\"");
    String pair = Base64.getEncoder().encodeToString(("any:" + token).getBytes(UTF_8));

    Response answer =
        given()
            .header("Authorization", "Basic " + pair)
            .contentType("application/json")
            .body("{\"version\": \"4\", \"alerts\": []}")
            .post("/webhooks/alertmanager");

    assertThat(answer.statusCode()).isEqualTo(202);
  }

  @Test
  void a_person_is_known_by_the_identity_provider_and_may_what_the_groups_may() {
    String ann = LoginProfile.person("ann", LATER, List.of("sre", "canteen"));

    JsonPath session = bearer(ann).get("/api/v1/session").jsonPath();

    assertThat(session.getString("name")).isEqualTo("ann");
    assertThat(session.getList("grants")).asList().containsExactly("operator", "approver:desk");
    assertThat(bearer(ann).get("/api/v1/tokens").statusCode()).isEqualTo(403);
    String stranger = LoginProfile.person("bob", LATER, List.of("canteen"));
    assertThat(bearer(stranger).get("/api/v1/restores").statusCode()).isEqualTo(403);
    String late = LoginProfile.person("ann", Instant.now().minusSeconds(600), List.of("sre"));
    assertThat(bearer(late).get("/api/v1/restores").statusCode()).isEqualTo(401);
  }

  @Test
  void a_session_keeps_the_token_in_a_cookie_that_scripts_cannot_read() {
    String token = token("console", "\"operator\"");

    Response begun = bearer(token).post("/api/v1/session");

    assertThat(begun.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/");
    Map<String, String> cookies = begun.cookies();
    assertThat(given().cookies(cookies).get("/api/v1/session").jsonPath().getString("name"))
        .isEqualTo("token:console");
    Response foreign =
        given()
            .cookies(cookies)
            .header("Sec-Fetch-Site", "cross-site")
            .contentType("application/json")
            .body("{}")
            .post("/api/v1/restores");
    assertThat(foreign.jsonPath().getString("code")).isEqualTo("CROSS_SITE");
    Response ended = given().cookies(cookies).delete("/api/v1/session");
    assertThat(ended.header("Set-Cookie")).contains("rekindle_session=;").contains("Max-Age=0");
  }

  @Test
  void everybody_may_ask_how_to_log_in() {
    assertThat(given().get("/api/v1/about").jsonPath().getString("login")).isEqualTo("token");
  }

  private static RequestSpecification admin() {
    return bearer(LoginProfile.FIRST_ADMIN.whole());
  }

  private static RequestSpecification bearer(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static RequestSpecification json(String token, String body) {
    return bearer(token).contentType("application/json").body(body);
  }

  private static String wanted(String name, String grants, String lifetime) {
    return "{\"name\": \"%s\", \"grants\": [%s], \"lifetime\": \"%s\"}"
        .formatted(name, grants, lifetime);
  }

  private static String token(String name, String grants) {
    Response made =
        json(LoginProfile.FIRST_ADMIN.whole(), wanted(name, grants, "P1D")).post("/api/v1/tokens");
    assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
    return made.jsonPath().getString("token");
  }

  private static Response start(String token, String application, String more) {
    return json(
            token,
            "{%s \"application\": \"%s\", \"backupSet\": \"monday\", \"requestedBy\": \"eve\"}"
                .formatted(more, application))
        .post("/api/v1/restores");
  }

  private static String started(String token, String application, String more) {
    Response answer = start(token, application, more);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
    return answer.jsonPath().getString("id");
  }

  private void sql(String statement) throws Exception {
    try (var connection = database.getConnection()) {
      connection.createStatement().execute(statement);
    }
  }
}
