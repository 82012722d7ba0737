package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekindle.coordinator.testing.LoginProvider;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person logs in to the console at an identity provider. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(value = LoginProvider.class, restrictToAnnotatedClass = true)
@TestProfile(LoginProvider.Profile.class)
@Tag("long")
class ProviderLoginIT {

  @TestHTTPResource("/")
  URI url;

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

  @Test
  void a_browser_is_sent_to_the_provider_comes_back_and_may_what_the_groups_may() throws Exception {
    // Given
    assertThat(given().get("/api/v1/about").jsonPath().getBoolean("provider")).isTrue();
    assertThat(get("api/v1/session").statusCode()).isEqualTo(401);

    // When
    HttpResponse<String> sent = get("api/v1/session/provider");
    assertThat(sent.statusCode()).isEqualTo(302);
    URI provider = URI.create(sent.headers().firstValue("Location").orElseThrow());
    HttpResponse<String> there = ask(HttpRequest.newBuilder(provider).build());
    URI back = URI.create(there.headers().firstValue("Location").orElseThrow());
    HttpResponse<String> arrived = followed(ask(HttpRequest.newBuilder(back).build()));

    // Then
    assertThat(provider.getQuery())
        .contains("code_challenge_method=S256", "response_type=code", "state=");
    assertThat(arrived.uri().getPath()).startsWith("/console/");
    assertThat(cookies.getCookieStore().getCookies())
        .filteredOn(cookie -> cookie.getName().startsWith("q_session"))
        .isNotEmpty()
        .allMatch(cookie -> cookie.isHttpOnly());
    var session = new ObjectMapper().readTree(get("api/v1/session").body());
    assertThat(session.path("name").asText()).isEqualTo("ann");
    assertThat(session.path("grants")).hasToString("[\"operator\",\"approver:desk\"]");

    // When
    HttpResponse<String> foreign =
        ask(
            HttpRequest.newBuilder(url.resolve("api/v1/restores"))
                .header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
    HttpResponse<String> ended =
        ask(HttpRequest.newBuilder(url.resolve("api/v1/session")).DELETE().build());

    // Then
    assertThat(foreign.body()).contains("CROSS_SITE");
    assertThat(ended.statusCode()).isEqualTo(204);
    assertThat(get("api/v1/session").statusCode()).isEqualTo(401);
  }

  @Test
  void a_code_that_nobody_asked_for_opens_nothing() throws Exception {
    HttpResponse<String> answer = get("api/v1/session/provider?code=stolen&state=made-up");

    assertThat(answer.statusCode()).isIn(302, 401);
    assertThat(get("api/v1/session").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> followed(HttpResponse<String> answer) throws Exception {
    HttpResponse<String> now = answer;
    for (int i = 0; i < 5 && now.statusCode() / 100 == 3; i++) {
      URI next = now.uri().resolve(now.headers().firstValue("Location").orElseThrow());
      now = ask(HttpRequest.newBuilder(next).build());
    }
    return now;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return ask(HttpRequest.newBuilder(url.resolve(path)).build());
  }

  private HttpResponse<String> ask(HttpRequest request) throws IOException, InterruptedException {
    return browser.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
