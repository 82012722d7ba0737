package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.settings.CoordinatorSettings;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses addresses with control characters, which no name has and PostgreSQL cannot look up, and
 * requests that a page of another site makes a browser send.
 */
public class RequestGate {

  private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  /** What a browser says of a request of this site's own page, or of one typed by a person. */
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private final CoordinatorSettings.Access access;

  RequestGate(CoordinatorSettings settings) {
    this.access = settings.access();
  }

  @ServerRequestFilter
  public @Nullable Response check(ContainerRequestContext request) {
    UriInfo uri = request.getUriInfo();
    if (!clean(uri.getQueryParameters()) || !clean(uri.getPathParameters())) {
      return Problem.of(400, "MALFORMED", "The address contains a control character").response();
    }
    String site = request.getHeaderString("Sec-Fetch-Site");
    if (site != null && !OWN.contains(site) && !reads(request)) {
      return Problem.of(403, "CROSS_SITE", "A page of another site asked for this").response();
    }
    // Without a login, a name that an attacker makes point here must not reach us.
    if (!access.login()
        && !access.openToNetwork()
        && !ThisMachine.names(uri.getRequestUri().getHost())) {
      return Problem.of(
              403, "HOST_REFUSED", "Without login this coordinator answers to localhost only")
          .response();
    }
    return null;
  }

  /** Whether it asks for nothing but an answer. */
  static boolean reads(ContainerRequestContext request) {
    return READING.contains(request.getMethod());
  }

  private static boolean clean(MultivaluedMap<String, String> parameters) {
    return parameters.entrySet().stream()
        .allMatch(entry ->
            clean(entry.getKey()) && entry.getValue().stream().allMatch(RequestGate::clean));
  }

  private static boolean clean(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }
}
