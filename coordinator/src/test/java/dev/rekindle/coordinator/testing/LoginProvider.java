package dev.rekindle.coordinator.testing;

import com.nimbusds.jose.JOSEObjectType;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** An identity provider that speaks OpenID Connect, at which Ann of the group sre logs in. */
public final class LoginProvider implements QuarkusTestResourceLifecycleManager {

  private static final String ISSUER = "ops";

  private final MockOAuth2Server server = new MockOAuth2Server();

  @Override
  public Map<String, String> start() {
    server.start();
    server.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            ISSUER,
            "ann-7",
            JOSEObjectType.JWT.getType(),
            List.of("rekindle"),
            Map.of("preferred_username", "ann", "groups", List.of("sre")),
            3600));
    return Map.of("quarkus.oidc.auth-server-url", server.issuerUrl(ISSUER).toString());
  }

  @Override
  public void stop() {
    server.shutdown();
  }

  /** A coordinator that sends people there. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "rekindle.coordinator.access.mode", "login",
          "rekindle.coordinator.access.admin-token-hash", LoginProfile.FIRST_ADMIN.hash(),
          "quarkus.oidc.tenant-enabled", "true",
          "quarkus.oidc.application-type", "hybrid",
          "quarkus.oidc.client-id", "rekindle",
          "quarkus.oidc.credentials.secret", "a-secret-of-the-tests-with-32-characters",
          "quarkus.oidc.authentication.pkce-required", "true");
    }
  }
}
