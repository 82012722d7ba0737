package dev.rekindle.coordinator.alerts;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rekindle.coordinator.access.Needs;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.trigger.AlertNotice;
import dev.rekindle.coordinator.trigger.TriggerPolicies;
import dev.rekindle.coordinator.trigger.TriggerPolicy;
import dev.rekindle.coordinator.trigger.TriggerRules;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks of those who watch. 202 when everything is in the database; 400 for a body that is none,
 * and nothing was changed; 503 when it cannot be kept now, because Alertmanager repeats only what
 * was answered with 5xx (notify/util.go), and would drop the notice on a 429.
 */
@Path("/webhooks")
@RunOnVirtualThread
public class AlertWebhooks {

  private static final Logger LOG = Logger.getLogger(AlertWebhooks.class);

  /** Each needs two connections at a time, and the timers and reports shall not wait for alerts. */
  private static final int AT_ONCE = 4;

  private final TriggerPolicies policies;
  private final AlertIntake intake;
  private final ObjectMapper json;
  private final Semaphore places = new Semaphore(AT_ONCE);

  AlertWebhooks(TriggerPolicies policies, AlertIntake intake, ObjectMapper json) {
    this.policies = policies;
    this.intake = intake;
    this.json = json;
  }

  /**
   * What became of one alert.
   *
   * @param result started, attached, waiting, known, resolved, withdrawn, refused or unmatched
   * @param restore null when there is none
   */
  public record Line(
      String fingerprint,
      String startsAt,
      String result,
      @Nullable String restore,
      @Nullable String policy,
      String detail) {}

  /** The answer, for people who look. */
  public record Report(List<Line> alerts) {}

  /** An error for people who look. */
  public record Trouble(String type, String title, int status, String code, String detail) {}

  /** What a body says. */
  private interface Reading {
    List<AlertNotice> notices() throws JsonProcessingException, Webhook.Malformed;
  }

  /** Alertmanager, payload version 4. */
  @POST
  @Path("alertmanager")
  @Needs(Role.ALERTS)
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  @APIResponseSchema(value = Report.class, responseCode = "202")
  public Response alertmanager(String body) throws InterruptedException {
    return taken(
        "No webhook of Alertmanager, version 4: ", () -> read(body, Webhook.class).notices("4"));
  }

  /** Grafana's contact point of type webhook. */
  @POST
  @Path("grafana")
  @Needs(Role.ALERTS)
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  @APIResponseSchema(value = Report.class, responseCode = "202")
  public Response grafana(String body) throws InterruptedException {
    return taken("No webhook of Grafana: ", () -> read(body, Webhook.class).notices("1"));
  }

  /** CloudEvents 1.0 over HTTP, structured, batched or binary, of whoever else watches. */
  @POST
  @Path("cloudevents")
  @Needs(Role.ALERTS)
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  @APIResponseSchema(value = Report.class, responseCode = "202")
  public Response cloudEvents(@Context HttpHeaders headers, String body)
      throws InterruptedException {
    return taken(
        "No CloudEvent about an alert: ",
        () -> CloudEvents.notices(headers.getRequestHeaders(), read(body, JsonNode.class)));
  }

  private <T> T read(String body, Class<T> type) throws JsonProcessingException, Webhook.Malformed {
    T read = json.readValue(body, type);
    if (read == null || read instanceof NullNode) {
      throw new Webhook.Malformed("The body is null");
    }
    return read;
  }

  private Response taken(String otherwise, Reading reading) throws InterruptedException {
    List<AlertNotice> notices;
    try {
      notices = reading.notices();
    } catch (JsonProcessingException | Webhook.Malformed e) {
      return trouble(400, "Bad Request", "MALFORMED", otherwise + reason(e));
    }
    places.acquire();
    try {
      TriggerRules rules = policies.rules();
      List<Line> lines = new ArrayList<>();
      for (AlertNotice notice : notices) {
        lines.add(take(notice, rules));
      }
      return Response.accepted(new Report(lines)).build();
    } catch (RuntimeException e) {
      LOG.error("A webhook could not be kept; whoever sent it repeats it", e);
      return trouble(
          503, "Service Unavailable", "NOT_PERSISTED", "It could not be kept now; send it again");
    } finally {
      places.release();
    }
  }

  private Line take(AlertNotice notice, TriggerRules rules) {
    Optional<TriggerPolicy> policy = rules.policy(notice.labels());
    String fingerprint = notice.episode().fingerprint();
    String startsAt = notice.episode().startsAt().toString();
    if (policy.isEmpty()) {
      return new Line(fingerprint, startsAt, "unmatched", null, null, "No policy matches");
    }
    AlertIntake.Result result = intake.take(notice, policy.get(), rules);
    LOG.infof(
        "An alert was taken in fingerprint=%s startsAt=%s firing=%s policy=%s result=%s"
            + " restoreId=%s",
        fingerprint,
        startsAt,
        notice.firing(),
        policy.get().name(),
        result.what(),
        result.restore().map(Object::toString).orElse(""));
    return new Line(
        fingerprint,
        startsAt,
        result.what(),
        result.restore().map(Object::toString).orElse(null),
        policy.get().name(),
        result.detail());
  }

  private static Response trouble(int status, String title, String code, String detail) {
    return Response.status(status)
        .type("application/problem+json")
        .entity(new Trouble("about:blank", title, status, code, detail))
        .build();
  }

  private static String reason(Exception e) {
    return switch (e) {
      case MismatchedInputException misfit ->
          "a value is null or of the wrong kind at " + place(misfit);
      case JsonProcessingException problem -> problem.getOriginalMessage();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String place(MismatchedInputException misfit) {
    JsonLocation place = misfit.getLocation();
    return place == null
        ? "an unknown place"
        : "line " + place.getLineNr() + ", column " + place.getColumnNr();
  }
}
