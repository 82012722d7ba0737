package dev.rekindle.coordinator.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rekindle.coordinator.plan.PlanProblem;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * An error as RFC 9457 wants it.
 *
 * @param code from a closed set, for programs
 * @param detail what happened and what to do, for people
 * @param problems what is wrong with a plan; empty otherwise
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type, String title, int status, String code, String detail, List<PlanProblem> problems) {

  /** Media type of problem documents. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    problems = List.copyOf(problems);
  }

  /** A problem without a page of its own. */
  public static Problem of(int status, String code, String detail) {
    return of(status, code, detail, List.of());
  }

  /** A problem that lists what is wrong with a plan. */
  public static Problem of(int status, String code, String detail, List<PlanProblem> problems) {
    return new Problem("about:blank", title(status), status, code, detail, problems);
  }

  private static String title(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return status == 422
        ? "Unprocessable Content"
        : known == null ? "Status " + status : known.getReasonPhrase();
  }

  /** The answer that carries it. */
  public Response response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this).build();
  }
}
