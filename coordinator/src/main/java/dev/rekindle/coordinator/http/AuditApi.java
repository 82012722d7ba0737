package dev.rekindle.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.view.RestoreViews;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who decided what, when and why, over all restores. */
@Path("/api/v1/audit")
@RunOnVirtualThread
public class AuditApi {

  private static final int MOST = 500;

  private final RestoreViews views;
  private final JournalJson json;
  private final CurrentCaller caller;

  AuditApi(RestoreViews views, JournalJson json, CurrentCaller caller) {
    this.views = views;
    this.json = json;
    this.caller = caller;
  }

  /**
   * One decision, or the end of a restore.
   *
   * @param place names it in the list; give it as {@code after} for what is older
   * @param fact as it was journaled; of a start without the plan
   */
  public record Entry(
      String place,
      @Schema(implementation = String.class) RestoreId restore,
      String application,
      String cluster,
      String mode,
      long seq,
      Instant at,
      String type,
      @Schema(implementation = Object.class) JsonNode fact) {}

  /** The newest first. */
  @GET
  public Items<Entry> list(
      @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
    int wanted = Math.clamp(Requests.number(limit, "limit", 50), 1, MOST);
    RestoreViews.Place place = after == null || after.isBlank() ? null : place(after);
    List<RestoreViews.Decision> decisions = views.decisions(place, caller.reading(wanted, MOST));
    return new Items<>(
        caller.visible(decisions, RestoreViews.Decision::application).stream()
            .limit(wanted)
            .map(this::entry)
            .toList());
  }

  private Entry entry(RestoreViews.Decision decision) {
    JournalJson.Fact fact = json.fact(decision.entry());
    if (fact.fact().path("order") instanceof ObjectNode order) {
      order.remove(List.of("plan", "planText"));
    }
    RestoreViews.Place place = decision.place();
    return new Entry(
        place.recordedAt() + "," + place.seq() + "," + place.restore(),
        decision.restore(),
        decision.application(),
        decision.cluster(),
        decision.mode(),
        fact.seq(),
        fact.recordedAt(),
        fact.type(),
        fact.fact());
  }

  private static RestoreViews.Place place(String text) {
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 3) {
        return new RestoreViews.Place(
            Instant.parse(parts[0]), Long.parseLong(parts[1]), RestoreId.parse(parts[2]));
      }
    } catch (DateTimeException | IllegalArgumentException _) {
      // Said below, as for every text that names no place.
    }
    throw Refused.malformed("Parameter 'after' is the place of an entry of an earlier answer");
  }
}
