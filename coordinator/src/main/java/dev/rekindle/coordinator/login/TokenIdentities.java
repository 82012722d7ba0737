package dev.rekindle.coordinator.login;

import dev.rekindle.contract.access.TokenText;
import dev.rekindle.coordinator.access.Caller;
import dev.rekindle.coordinator.access.Grant;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.access.ServiceTokens;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells who comes with a service token. */
@ApplicationScoped
public class TokenIdentities implements IdentityProvider<TokenRequest> {

  private static final Logger LOG = Logger.getLogger(TokenIdentities.class);

  /** Not as token:NAME, or a service token of that name would be the same person. */
  private static final Caller FIRST_ADMIN =
      new Caller(Caller.FIRST_ADMIN, List.of(new Grant(Role.ADMIN, Grant.ALL)));

  private final ServiceTokens tokens;
  private final CoordinatorSettings.Access access;

  TokenIdentities(ServiceTokens tokens, CoordinatorSettings settings) {
    this.tokens = tokens;
    this.access = settings.access();
  }

  @Override
  public Class<TokenRequest> getRequestType() {
    return TokenRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenRequest request, AuthenticationRequestContext context) {
    return context.runBlocking(() -> identity(request.token()));
  }

  private SecurityIdentity identity(TokenText token) {
    Caller caller = callerOf(token).orElseThrow(() -> refused(token));
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(caller.name()))
        .addAttribute(Caller.class.getName(), caller)
        .addAttribute(ServiceTokens.class.getName(), token.id())
        .build();
  }

  private static AuthenticationFailedException refused(TokenText token) {
    LOG.infof("A login was refused: unknown, expired or revoked token=%s", token.id());
    return new AuthenticationFailedException("Token " + token.id() + " opens nothing");
  }

  private Optional<Caller> callerOf(TokenText token) {
    if (access.adminTokenHash().filter(token::matches).isPresent()) {
      return Optional.of(FIRST_ADMIN);
    }
    Instant now = Instant.now();
    Optional<Caller> caller =
        tokens
            .find(token.id())
            .filter(kept -> kept.valid(now) && token.matches(kept.hash()))
            .map(ServiceTokens.Kept::caller);
    caller.ifPresent(_ -> tokens.used(token.id(), now));
    return caller;
  }
}
