package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.trigger.Episodes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is remembered of alerts. */
@Path("/api/v1/alerts")
@RunOnVirtualThread
public class AlertsApi {

  private static final int MOST = 500;

  private final Episodes episodes;
  private final CurrentCaller caller;

  AlertsApi(Episodes episodes, CurrentCaller caller) {
    this.episodes = episodes;
    this.caller = caller;
  }

  /**
   * One episode of one alert.
   *
   * @param status {@code firing} or {@code resolved}
   * @param restore the one it started or is attached to; null when there is none
   * @param reason why there is none; empty when there is one
   */
  public record Alert(
      String fingerprint,
      Instant startsAt,
      String status,
      String policy,
      String application,
      @Nullable String restore,
      String reason) {}

  /** Episodes that a policy matched, the latest heard of first. */
  @GET
  public Items<Alert> list(@QueryParam("limit") @Nullable String limit) {
    int wanted = Math.clamp(Requests.number(limit, "limit", 50), 1, MOST);
    List<Episodes.Remembered> newest = episodes.newest(caller.reading(wanted, MOST));
    return new Items<>(
        caller.visible(newest, Episodes.Remembered::application).stream()
            .limit(wanted)
            .map(AlertsApi::alert)
            .toList());
  }

  private static Alert alert(Episodes.Remembered remembered) {
    return new Alert(
        remembered.episode().fingerprint(),
        remembered.episode().startsAt(),
        remembered.resolved() ? "resolved" : "firing",
        remembered.policy(),
        remembered.application(),
        remembered.restore().map(RestoreId::toString).orElse(null),
        reason(remembered));
  }

  private static String reason(Episodes.Remembered remembered) {
    if (remembered.restore().isPresent()) {
      return "";
    }
    return remembered.problem().isEmpty() && remembered.resolved()
        ? "It was resolved before it was heard of"
        : remembered.problem();
  }
}
