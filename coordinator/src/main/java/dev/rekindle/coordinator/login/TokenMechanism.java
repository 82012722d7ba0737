package dev.rekindle.coordinator.login;

import dev.rekindle.contract.access.TokenText;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a service token in a request: as bearer token, as the password of basic authentication
 * (what Alertmanager can send), or in the cookie of a console session. Anything else is left to the
 * identity provider.
 */
@ApplicationScoped
public class TokenMechanism implements HttpAuthenticationMechanism {

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  /** Before that of OIDC, which would refuse a bearer token that is none of its own. */
  @Override
  public int getPriority() {
    return DEFAULT_PRIORITY + 1000;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    return token(context)
        .map(token -> identities.authenticate(new TokenRequest(token)))
        .orElseGet(() -> Uni.createFrom().nullItem());
  }

  private static Optional<TokenText> token(RoutingContext context) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header != null) {
      return credential(header).flatMap(TokenText::parse);
    }
    Cookie cookie = context.request().getCookie(TokenText.COOKIE);
    return Optional.ofNullable(cookie).map(Cookie::getValue).flatMap(TokenText::parse);
  }

  private static Optional<String> credential(String header) {
    if (startsWith(header, BEARER)) {
      return Optional.of(header.substring(BEARER.length()).strip());
    }
    return startsWith(header, BASIC)
        ? Optional.ofNullable(password(header.substring(BASIC.length()).strip()))
        : Optional.empty();
  }

  private static boolean startsWith(String header, String scheme) {
    return header.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static @Nullable String password(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? null : pair.substring(colon + 1);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(TokenRequest.class);
  }
}
