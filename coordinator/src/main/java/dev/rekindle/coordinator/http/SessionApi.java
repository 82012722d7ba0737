package dev.rekindle.coordinator.http;

import dev.rekindle.contract.access.TokenText;
import dev.rekindle.coordinator.access.Grant;
import dev.rekindle.coordinator.access.Needs;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who the caller is, and the console's way to keep a token where scripts cannot read it. */
@Path("/api/v1/session")
@RunOnVirtualThread
public class SessionApi {

  private static final String BEARER = "bearer ";

  /** What the names of Quarkus' cookies of a session begin with; a long one comes in pieces. */
  static final String PROVIDER_SESSION = "q_session";

  private final CurrentCaller caller;
  private final @Nullable String logLink;

  SessionApi(CurrentCaller caller, CoordinatorSettings settings) {
    this.caller = caller;
    this.logLink = settings.logLink().orElse(null);
  }

  /**
   * The caller.
   *
   * @param name as the journal will name it; empty where no login is asked for
   * @param grants such as {@code operator} or {@code approver:shop}
   * @param logs address of an attempt's log lines, with <code>{restore}</code>, <code>{stage}
   *     </code> and <code>{attempt}</code>; null where none was set
   */
  public record Session(String name, List<String> grants, @Nullable String logs) {}

  @GET
  public Session session() {
    return new Session(
        caller.get().name(), caller.get().grants().stream().map(Grant::toString).toList(), logLink);
  }

  /** Begins a session of the service token that comes as bearer token. */
  @POST
  @Needs(Role.VIEWER)
  public Response begin(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @Context UriInfo uri) {
    TokenText token =
        Optional.ofNullable(authorization)
            .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(BEARER))
            .flatMap(header -> TokenText.parse(header.substring(BEARER.length()).strip()))
            .orElseThrow(() ->
                new Refused(
                    Problem.of(
                        422, "NO_SERVICE_TOKEN", "A session begins with a service token only")));
    return Response.ok(session()).cookie(cookie(uri, token.whole(), -1)).build();
  }

  /** Forgets the token, and a session of the identity provider, of this browser. */
  @DELETE
  @Needs(Role.VIEWER)
  public Response end(@Context UriInfo uri, @Context HttpHeaders headers) {
    Response.ResponseBuilder answer = Response.noContent().cookie(cookie(uri, "", 0));
    headers.getCookies().keySet().stream()
        .filter(name -> name.startsWith(PROVIDER_SESSION))
        .forEach(name -> answer.cookie(ended(uri, name)));
    return answer.build();
  }

  private static NewCookie ended(UriInfo uri, String name) {
    return new NewCookie.Builder(name)
        .value("")
        .path("/")
        .httpOnly(true)
        .secure(uri.getBaseUri().getScheme().equals("https"))
        .maxAge(0)
        .build();
  }

  private static NewCookie cookie(UriInfo uri, String value, int seconds) {
    return new NewCookie.Builder(TokenText.COOKIE)
        .value(value)
        .path("/")
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.STRICT)
        .secure(uri.getBaseUri().getScheme().equals("https"))
        .maxAge(seconds)
        .build();
  }
}
