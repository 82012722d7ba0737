package dev.rekindle.coordinator.http;

import io.quarkus.oidc.AuthorizationCodeFlow;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Where a browser goes to log in at the identity provider. Who is not logged in is sent there, and
 * comes back here with a code; who is, goes on to the console, with a cookie of the session.
 */
@Path("/api/v1/session/provider")
@RunOnVirtualThread
public class ProviderLoginApi {

  @GET
  @Authenticated
  @AuthorizationCodeFlow
  @Operation(hidden = true)
  public Response loggedIn() {
    return Response.seeOther(URI.create("/console/")).build();
  }
}
