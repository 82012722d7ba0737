package dev.rekindle.coordinator.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Refuses addresses with control characters, which no name has and PostgreSQL cannot look up. */
public class RequestGate {

  @ServerRequestFilter
  public @Nullable Response check(ContainerRequestContext request) {
    UriInfo uri = request.getUriInfo();
    return clean(uri.getQueryParameters()) && clean(uri.getPathParameters())
        ? null
        : Problem.of(400, "MALFORMED", "The address contains a control character").response();
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
