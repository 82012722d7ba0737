package dev.rekindle.coordinator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into a problem document. */
public class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  public Response refused(Refused refused) {
    return refused.problem().response();
  }

  @ServerExceptionMapper
  public Response unreadable(CatalogUnreadable unreadable) {
    return Problem.of(500, "CATALOG_UNREADABLE", String.valueOf(unreadable.getMessage()))
        .response();
  }

  @ServerExceptionMapper
  public Response malformed(JsonProcessingException malformed) {
    return Problem.of(
            400, "MALFORMED", "The body cannot be read: " + malformed.getOriginalMessage())
        .response();
  }

  @ServerExceptionMapper
  public Response web(WebApplicationException web) {
    int status = web.getResponse().getStatus();
    if (web.getCause() instanceof JsonProcessingException json) {
      return malformed(json);
    }
    return Problem.of(
            status, status == 404 ? "NOT_FOUND" : "REQUEST_REFUSED", "" + web.getMessage())
        .response();
  }

  @ServerExceptionMapper
  public Response defect(RuntimeException defect) {
    LOG.error("A request failed", defect);
    return Problem.of(500, "UNEXPECTED", "The coordinator could not do that now; its log says why")
        .response();
  }
}
