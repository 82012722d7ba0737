package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.access.Needs;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.backup.BackupSelector;
import dev.rekindle.coordinator.backup.BackupSets;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.order.RestoreStarter;
import dev.rekindle.coordinator.order.StartOutcome;
import dev.rekindle.coordinator.order.StartRequest;
import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreMode;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.settings.CoordinatorSettings;
import dev.rekindle.coordinator.view.ProgressBoard;
import dev.rekindle.coordinator.view.RestoreViews;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Restores: start, list, show. */
@Path("/api/v1/restores")
@RunOnVirtualThread
public class RestoresApi {

  private static final int MOST = 500;

  private final RestoreStarter starter;
  private final RestoreEngine engine;
  private final RestoreJournal journal;
  private final RestoreViews views;
  private final ProgressBoard progress;
  private final BackupSets backups;
  private final JournalJson json;
  private final CurrentCaller caller;
  private final CoordinatorSettings settings;
  private final Forecasts forecasts;

  RestoresApi(
      RestoreStarter starter,
      RestoreEngine engine,
      RestoreJournal journal,
      RestoreViews views,
      ProgressBoard progress,
      BackupSets backups,
      JournalJson json,
      CurrentCaller caller,
      CoordinatorSettings settings,
      Forecasts forecasts) {
    this.starter = starter;
    this.engine = engine;
    this.journal = journal;
    this.views = views;
    this.progress = progress;
    this.backups = backups;
    this.json = json;
    this.caller = caller;
    this.settings = settings;
    this.forecasts = forecasts;
  }

  /** What a start answers. */
  public record Started(String id, String location) {}

  /** Starts a restore, a backup (by a plan that makes one) or a dry run; 202 with its place. */
  @POST
  @Needs(Role.OPERATOR)
  public Response start(Requests.@Nullable Start body) {
    StartRequest request = request(Requests.bounded(caller.signed(body)));
    caller.need(Role.OPERATOR, request.application());
    if (ApprovalPolicy.NONE.equals(request.approval()) && settings.approvalRequired()) {
      // Nobody frees himself from what the installation demands of all.
      caller.need(Role.ADMIN, request.application());
    }
    return switch (starter.start(request)) {
      case StartOutcome.Started started -> {
        URI place = URI.create("/api/v1/restores/" + started.restore());
        yield Response.accepted(new Started(started.restore().toString(), place.toString()))
            .location(place)
            .build();
      }
      case StartOutcome.Refused refused -> throw Refused.of(refused);
    };
  }

  /** Restores, the newest first. */
  @GET
  public Items<RestoreLine> list(
      @QueryParam("application") @Nullable String application,
      @QueryParam("cluster") @Nullable String cluster,
      @QueryParam("state") @Nullable String state,
      @QueryParam("limit") @Nullable String limit) {
    int wanted = Math.clamp(Requests.number(limit, "limit", 50), 1, MOST);
    RestoreViews.Filter filter =
        new RestoreViews.Filter(application, cluster, state, caller.reading(wanted, MOST));
    return new Items<>(
        caller.visible(views.list(filter), RestoreViews.Summary::application).stream()
            .limit(wanted)
            .map(this::line)
            .toList());
  }

  private RestoreLine line(RestoreViews.Summary summary) {
    RestoreLine.Stages stages =
        summary.endedAt() != null
            ? null
            : engine
                .find(summary.id())
                .map(found -> RestoreLine.Stages.of(found.state(), progress.of(summary.id())))
                .orElse(null);
    return RestoreLine.of(summary, stages);
  }

  /** One restore with its stages, findings, progress and what an approval is about. */
  @GET
  @Path("{id}")
  public RestoreResource show(@PathParam("id") String id) {
    RestoreId restore = restoreId(id);
    List<RestoreFact> facts = journal.read(restore, 0);
    RestoreState state = RestoreMachine.evolve(null, facts);
    if (state == null) {
      throw unknown(id);
    }
    return new RestorePresentation(
            state, facts, progress.of(restore), backups, forecasts.of(state), journal.now())
        .resource();
  }

  /** Its facts, as they were journaled. */
  @GET
  @Path("{id}/journal")
  public Items<JournalJson.Fact> journal(
      @PathParam("id") String id, @QueryParam("after") @Nullable String after) {
    long seen = Requests.number(after, "after", 0);
    RestoreId restore = restoreId(id);
    if (views.find(restore).isEmpty()) {
      throw unknown(id);
    }
    return new Items<>(views.journal(restore, seen, 10_000).stream().map(json::fact).toList());
  }

  static RestoreId restoreId(String text) {
    try {
      return RestoreId.parse(text);
    } catch (IllegalArgumentException _) {
      throw unknown(text);
    }
  }

  static Refused unknown(String id) {
    return Refused.notFound("UNKNOWN_RESTORE", "There is no restore '" + id + "'");
  }

  private static StartRequest request(Requests.Start body) {
    return new StartRequest(
        new RestoreId(UUID.randomUUID()),
        Requests.given(body.application(), "application"),
        body.plan(),
        backup(body.backupSet()),
        mode(body.mode()),
        Objects.requireNonNullElse(body.only(), List.of()),
        Objects.requireNonNullElse(body.pauseBefore(), List.of()),
        Objects.requireNonNullElse(body.parameters(), Map.of()),
        approval(body.approval()),
        Requests.signature(body.requestedBy(), body.reason(), "requestedBy"),
        "person",
        null);
  }

  private static @Nullable BackupSelector backup(@Nullable String text) {
    return text == null || text.isBlank() ? null : BackupSelector.parse(text);
  }

  private static RestoreMode mode(@Nullable String text) {
    return switch (text) {
      case null -> RestoreMode.RESTORE;
      case "restore" -> RestoreMode.RESTORE;
      case "dry-run" -> RestoreMode.DRY_RUN;
      default -> throw Refused.malformed("Field 'mode' is restore or dry-run, not '" + text + "'");
    };
  }

  private static @Nullable ApprovalPolicy approval(@Nullable String text) {
    return switch (text) {
      case null -> null;
      case "none" -> ApprovalPolicy.NONE;
      case "required" -> ApprovalPolicy.ONE_PERSON;
      case "two-persons" -> ApprovalPolicy.TWO_PERSONS;
      default ->
          throw Refused.malformed(
              "Field 'approval' is none, required or two-persons, not '" + text + "'");
    };
  }
}
