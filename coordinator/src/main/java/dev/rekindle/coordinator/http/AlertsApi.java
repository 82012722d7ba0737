package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.trigger.Episodes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
   * @param lookAgain when it is decided anew whether to start one; null when it does not wait
   */
  public record Alert(
      String fingerprint,
      Instant startsAt,
      String status,
      String policy,
      String application,
      @Nullable String restore,
      String reason,
      Map<String, String> labels,
      @Nullable Instant lookAgain) {}

  /**
   * One decision about an episode.
   *
   * @param outcome {@code started}, {@code attached}, {@code waiting}, {@code resolved}, {@code
   *     refused} or {@code withdrawn}
   * @param reason for people
   */
  public record Decision(
      Instant at,
      String fingerprint,
      Instant startsAt,
      String policy,
      String application,
      String outcome,
      String reason,
      @Nullable String restore) {}

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

  /** What was decided about alerts and why, the newest first. */
  @GET
  @Path("decisions")
  public Items<Decision> decisions(@QueryParam("limit") @Nullable String limit) {
    int wanted = Math.clamp(Requests.number(limit, "limit", 50), 1, MOST);
    List<Episodes.Decided> newest = episodes.decisions(caller.reading(wanted, MOST));
    return new Items<>(
        caller.visible(newest, Episodes.Decided::application).stream()
            .limit(wanted)
            .map(AlertsApi::decision)
            .toList());
  }

  private static Decision decision(Episodes.Decided decided) {
    return new Decision(
        decided.at(),
        decided.episode().fingerprint(),
        decided.episode().startsAt(),
        decided.policy(),
        decided.application(),
        decided.outcome().name().toLowerCase(Locale.ROOT),
        decided.reason(),
        decided.restore().map(RestoreId::toString).orElse(null));
  }

  private static Alert alert(Episodes.Remembered remembered) {
    return new Alert(
        remembered.episode().fingerprint(),
        remembered.episode().startsAt(),
        remembered.resolved() ? "resolved" : "firing",
        remembered.policy(),
        remembered.application(),
        remembered.restore().map(RestoreId::toString).orElse(null),
        reason(remembered),
        remembered.labels(),
        remembered.lookAgain().orElse(null));
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
