package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rekindle.coordinator.testing.BrowserStories;
import dev.rekindle.coordinator.testing.StoryWorker;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people do in the web console, in a real browser, against a coordinator with a worker. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(ConsoleIT.ShortLeases.class)
class ConsoleIT {

  /** A killed worker is noticed in seconds. */
  public static final class ShortLeases implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "rekindle.coordinator.lease.length", "PT4S",
          "rekindle.coordinator.dispatch.answer-limit", "PT6S",
          "rekindle.coordinator.logs.link",
              "https://logs.invalid/?restore={restore}&stage={stage}&attempt={attempt}");
    }
  }

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String brokers;

  @ConfigProperty(name = "rekindle.coordinator.catalog.directory")
  Path catalog;

  @TestHTTPResource("/")
  URL url;

  @Test
  @Tag("long")
  void the_stories_of_people_go_as_told() throws Exception {
    // Given
    BrowserStories.missing()
        .ifPresent(reason -> {
          System.out.println("console: its stories are skipped: " + reason);
          Assumptions.abort(reason);
        });
    describe();
    try (StoryWorker worker = new StoryWorker(brokers, "east")) {
      HttpServer control = control(worker);
      try {
        // When
        List<BrowserStories.Story> stories =
            BrowserStories.run(
                "e2e/people.story.ts",
                Map.of(
                    "REKINDLE_URL",
                    url.toString(),
                    "REKINDLE_CONTROL",
                    "http://127.0.0.1:" + control.getAddress().getPort()));

        // Then
        assertThat(stories).isNotEmpty().allMatch(BrowserStories.Story::passed);
      } finally {
        control.stop(0);
      }
    }
  }

  @Test
  void pages_carry_a_strict_policy_and_every_address_below_is_one() {
    // When
    Response root = given().redirects().follow(false).get("/");
    Response page = given().get("/console/restores/abc.def/timeline");
    Response none = given().get("/console/assets/none.js");
    Response api = given().get("/api/v1/about");

    // Then
    assertThat(root.statusCode()).isEqualTo(302);
    assertThat(root.header("Location")).isEqualTo("/console/");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(api.jsonPath().getString("login")).isEqualTo("none");
    assertThat(List.of(root, page, none, api))
        .allMatch(answer -> "nosniff".equals(answer.header("X-Content-Type-Options")))
        .allMatch(answer -> "DENY".equals(answer.header("X-Frame-Options")));
    if (getClass().getResource("/META-INF/resources/console/index.html") == null) {
      assertThat(page.statusCode()).isEqualTo(404);
      assertThat(page.asString()).contains("without the web console");
    } else {
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.contentType()).startsWith("text/html");
      assertThat(page.header("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(none.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void a_preview_says_what_a_wish_would_do_and_does_nothing() throws IOException {
    // Given
    describe();
    String id =
        post(
                "/api/v1/restores",
                """
                {"application": "mint", "backupSet": "newest", "requestedBy": "ann", "reason": "r"}
                """)
            .jsonPath()
            .getString("id");
    String place = "/api/v1/restores/" + id;
    long before = given().get(place).jsonPath().getLong("seq");

    // When
    Response hold = post(place + "/preview/hold", "{\"by\": \"ann\", \"reason\": \"r\"}");
    Response retry = post(place + "/preview/retry", "{\"by\": \"ann\", \"stage\": \"fence\"}");
    Response dance = post(place + "/preview/dance", "{\"by\": \"ann\"}");
    Response nobody = post(place + "/preview/hold", "{}");

    // Then
    assertThat(hold.jsonPath().getBoolean("granted")).isTrue();
    assertThat(hold.jsonPath().getString("state")).isEqualTo("HELD");
    assertThat(retry.jsonPath().getBoolean("granted")).isFalse();
    assertThat(retry.jsonPath().getString("code")).isEqualTo("WRONG_PHASE");
    assertThat(dance.statusCode()).isEqualTo(404);
    assertThat(nobody.statusCode()).isEqualTo(400);
    assertThat(given().get(place).jsonPath().getLong("seq")).isEqualTo(before);
    assertThat(given().get("/api/v1/audit?limit=1").jsonPath().getList("items.restore"))
        .containsExactly(id);
    String older = given().get("/api/v1/audit?limit=1").jsonPath().getString("items[0].place");
    assertThat(
            given()
                .queryParam("after", older)
                .get("/api/v1/audit")
                .jsonPath()
                .getList("items.place"))
        .doesNotContain(older);
    assertThat(given().get("/api/v1/audit?after=x").statusCode()).isEqualTo(400);
    assertThat(given().get("/api/v1/policies").jsonPath().getList("items.name"))
        .containsExactly("shop-down");
  }

  /** The catalogue is read at each question, so that it may be written at any time. */
  private void describe() throws IOException {
    Files.writeString(
        catalog.resolve("applications.yaml"),
        """
        clusters: [east, west]
        applications:
          - {name: bank, cluster: west, namespace: bank, plan: story, store: main}
          - {name: mint, cluster: west, namespace: mint, plan: story, store: main}
          - {name: shop, cluster: east, namespace: shop, plan: story, store: main}
          - {name: cafe, cluster: east, namespace: cafe, plan: story, store: main}
          - {name: club, cluster: east, namespace: club, plan: story, store: main}
        """);
    Files.writeString(
        catalog.resolve("policies.yaml"),
        """
        policies:
          - {name: shop-down, match: ['alertname="ShopDown"'], application: shop}
        """);
    Files.writeString(
        catalog.resolve("plans/story.yaml"),
        """
        name: story
        description: Stops a shop and starts it again
        rto: PT5M
        stages:
          - {id: fence, kind: k8s.fence, lease: "rekindle-${application}"}
          - {id: stop-web, kind: k8s.quiesce, workloads: [deployment/web], needs: [fence]}
          - {id: stop-jobs, kind: k8s.quiesce, workloads: [deployment/jobs], needs: [fence]}
          - {id: stop-cron, kind: k8s.quiesce, workloads: [deployment/cron], needs: [stop-web, stop-jobs]}
        """);
  }

  /** Lets a story kill the worker. */
  private static HttpServer control(StoryWorker worker) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          switch (exchange.getRequestURI().getPath()) {
            case "/kill" -> worker.kill();
            case "/start" -> worker.start();
            case "/slow" -> worker.pace(Duration.ofMillis(700));
            default -> worker.pace(Duration.ofMillis(100));
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Response post(String path, String body) {
    return given().contentType("application/json").body(body).post(path);
  }
}
