package dev.rekindle.coordinator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.rekindle.coordinator.order.CatalogUnreadable;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into a problem document. */
public class Problems {

  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  public Response refused(Refused refused) {
    return refused.problem().response();
  }

  /** What exactly was wrong helps only whoever guesses, and may show what a token says. */
  @ServerExceptionMapper
  public Response unproven(AuthenticationFailedException failed) {
    return Problem.of(401, "LOGIN_REFUSED", "The token is unknown, expired or revoked").response();
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

  /** More special than the one above, or else the framework's own answer would win. */
  @ServerExceptionMapper
  public Response misfit(MismatchedInputException misfit) {
    String place =
        misfit.getPath().stream()
            .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
            .collect(Collectors.joining("."));
    return Problem.of(
            400,
            "MALFORMED",
            (place.isEmpty() ? "The body" : "Field '" + place + "'")
                + " is null, of the wrong kind, or has characters that cannot be kept;"
                + " /q/openapi describes it")
        .response();
  }

  @ServerExceptionMapper
  public Response web(WebApplicationException web) {
    int status = web.getResponse().getStatus();
    if (web.getCause() instanceof MismatchedInputException misfit) {
      return misfit(misfit);
    }
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
