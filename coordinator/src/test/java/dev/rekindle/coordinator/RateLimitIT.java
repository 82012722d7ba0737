package dev.rekindle.coordinator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.access.TokenText;
import dev.rekindle.coordinator.testing.LoginProfile;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who asks too often waits, and nobody else does. */
@QuarkusTest
@TestProfile(RateLimitIT.Tight.class)
@QuarkusTestResource(TestServers.class)
class RateLimitIT {

  /** Once a minute, so that a slow machine fills no bucket in the middle of a test. */
  public static final class Tight implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(new LoginProfile().getConfigOverrides());
      for (String limit : new String[] {"api", "alerts", "logins"}) {
        settings.put("rekindle.coordinator.rate." + limit + ".per-minute", "1");
        settings.put("rekindle.coordinator.rate." + limit + ".burst", "5");
      }
      settings.put("quarkus.http.proxy.proxy-address-forwarding", "true");
      return settings;
    }
  }

  @Test
  void a_caller_who_asks_too_often_waits_and_others_do_not() {
    String hasty = token("hasty", "viewer");
    String calm = token("calm", "viewer");

    Response last = repeated(() -> bearer(hasty).get("/api/v1/restores"));

    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.contentType()).contains("application/problem+json");
    assertThat(last.jsonPath().getString("code")).isEqualTo("TOO_MANY_REQUESTS");
    assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
    assertThat(bearer(calm).get("/api/v1/restores").statusCode()).isEqualTo(200);
  }

  @Test
  void a_sender_of_too_many_alerts_is_told_in_the_way_that_makes_it_come_again() {
    String sender = token("sender", "alerts");

    Response last =
        repeated(() ->
            bearer(sender)
                .contentType("application/json")
                .body("{\"version\": \"4\", \"alerts\": []}")
                .post("/webhooks/alertmanager"));

    assertThat(last.statusCode()).isEqualTo(503);
    assertThat(last.jsonPath().getString("code")).isEqualTo("TOO_MANY_REQUESTS");
    assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
  }

  @Test
  void whoever_guesses_tokens_is_no_longer_listened_to_and_who_was_let_in_before_is() {
    // Given
    String good = token("good", "viewer");
    String unused = token("unused", "viewer");
    assertThat(near(good).get("/api/v1/session").statusCode()).isEqualTo(200);

    // When
    SecureRandom random = new SecureRandom();
    Response last = repeated(() -> near(TokenText.draw(random).whole()).get("/api/v1/session"));

    // Then
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.jsonPath().getString("code")).isEqualTo("TOO_MANY_LOGINS");
    assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
    assertThat(near(unused).get("/api/v1/session").statusCode()).isEqualTo(429);
    assertThat(bearer(unused).get("/api/v1/session").statusCode()).isEqualTo(200);
    assertThat(near(good).get("/api/v1/session").statusCode()).isEqualTo(200);
  }

  private interface Call {
    Response made();
  }

  /** One more than the burst; before the last one nobody is held back. */
  private static Response repeated(Call call) {
    for (int i = 0; i < 5; i++) {
      assertThat(call.made().statusCode()).as("call " + i).isNotIn(429, 503);
    }
    return call.made();
  }

  /** From the address of the one who guesses. */
  private static RequestSpecification near(String token) {
    return bearer(token).header("X-Forwarded-For", "192.0.2.7");
  }

  private static RequestSpecification bearer(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static String token(String name, String grant) {
    Response made =
        bearer(LoginProfile.FIRST_ADMIN.whole())
            .contentType("application/json")
            .body("{\"name\": \"%s\", \"grants\": [\"%s\"]}".formatted(name, grant))
            .post("/api/v1/tokens");
    assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
    return made.jsonPath().getString("token");
  }
}
