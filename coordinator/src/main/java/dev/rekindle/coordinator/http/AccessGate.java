package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.access.Caller;
import dev.rekindle.coordinator.access.Groups;
import dev.rekindle.coordinator.access.Needs;
import dev.rekindle.coordinator.access.PersonName;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.access.ServiceTokens;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import dev.rekindle.coordinator.view.RestoreViews;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/** Lets in who may make the call, and remembers who it is. */
public class AccessGate {

  /** What a client must reach before it is logged in. */
  private static final Set<Class<?>> PUBLIC = Set.of(AboutApi.class, ProviderLoginApi.class);

  private static final String RESTORE = "/api/v1/restores/";

  private final CoordinatorSettings settings;
  private final CurrentIdentityAssociation identities;
  private final CurrentCaller current;
  private final Groups groups;
  private final RestoreViews views;
  private final ServiceTokens tokens;
  private final RateGate rates;

  AccessGate(
      CoordinatorSettings settings,
      CurrentIdentityAssociation identities,
      CurrentCaller current,
      Groups groups,
      RestoreViews views,
      ServiceTokens tokens,
      RateGate rates) {
    this.settings = settings;
    this.identities = identities;
    this.current = current;
    this.groups = groups;
    this.views = views;
    this.tokens = tokens;
    this.rates = rates;
  }

  @ServerRequestFilter
  public @Nullable Response check(ContainerRequestContext request, SimpleResourceInfo resource) {
    if (!settings.access().login()) {
      current.is(Caller.ANYBODY, () -> true);
      return rates.call(request, Caller.ANYBODY);
    }
    Response refusal =
        PUBLIC.contains(resource.getResourceClass())
            ? rates.call(request, current.get())
            : login(request);
    return refusal != null || PUBLIC.contains(resource.getResourceClass())
        ? refusal
        : allowed(request, resource);
  }

  /** Finds out who it is; a refusal when nobody is known. */
  private @Nullable Response login(ContainerRequestContext request) {
    Response tooMany = rates.login(request);
    if (tooMany != null) {
      return tooMany;
    }
    SecurityIdentity identity = proven(request);
    if (!identity.isAnonymous()) {
      rates.passed(request);
      current.is(caller(identity), standing(identity));
    }
    Response tooOften = rates.call(request, current.get());
    if (tooOften == null && identity.isAnonymous()) {
      return Problem.of(401, "LOGIN_NEEDED", "Send a token: Authorization: Bearer ...").response();
    }
    return tooOften;
  }

  private SecurityIdentity proven(ContainerRequestContext request) {
    try {
      return identities.getIdentity();
    } catch (AuthenticationFailedException e) {
      rates.failed(request);
      throw e;
    }
  }

  private @Nullable Response allowed(ContainerRequestContext request, SimpleResourceInfo resource) {
    Role role = needed(request, resource);
    Optional<String> application = application(request);
    boolean allowed =
        application
            .map(name -> current.get().may(role, name))
            .orElseGet(() -> current.get().maySomewhere(role));
    return allowed
        ? null
        : current
            .forbidden(role, application.map(name -> "application '" + name + "'").orElse("this"))
            .problem()
            .response();
  }

  private Caller caller(SecurityIdentity identity) {
    if (identity.getAttribute(Caller.class.getName()) instanceof Caller caller) {
      return caller;
    }
    return new Caller(
        PersonName.of(identity.getPrincipal().getName()), groups.of(identity.getRoles()));
  }

  /** Whether the login would be good now, for what goes on after the request was let in. */
  private BooleanSupplier standing(SecurityIdentity identity) {
    if (identity.getAttribute(ServiceTokens.class.getName()) instanceof String id
        && !identity.getPrincipal().getName().equals(Caller.FIRST_ADMIN)) {
      return () -> tokens.find(id).map(token -> token.valid(Instant.now())).orElse(false);
    }
    if (identity.getPrincipal() instanceof JsonWebToken person && person.getExpirationTime() > 0) {
      Instant end = Instant.ofEpochSecond(person.getExpirationTime());
      return () -> Instant.now().isBefore(end);
    }
    return () -> true;
  }

  private static Role needed(ContainerRequestContext request, SimpleResourceInfo resource) {
    try {
      Needs needs =
          resource
              .getResourceClass()
              .getMethod(resource.getMethodName(), resource.parameterTypes())
              .getAnnotation(Needs.class);
      if (needs != null) {
        return needs.value();
      }
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Calls are public methods", e);
    }
    return RequestGate.reads(request) ? Role.VIEWER : Role.ADMIN;
  }

  /** That of the restore in the address; empty when the address names none that there is. */
  private Optional<String> application(ContainerRequestContext request) {
    String id = request.getUriInfo().getPathParameters().getFirst("id");
    if (id == null || !request.getUriInfo().getPath().startsWith(RESTORE)) {
      return Optional.empty();
    }
    try {
      return views.find(RestoreId.parse(id)).map(RestoreViews.Summary::application);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
