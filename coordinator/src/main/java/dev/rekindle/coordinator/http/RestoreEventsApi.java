package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.exchange.CommitSignal;
import dev.rekindle.coordinator.view.RestoreViews;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;

/** A restore as it happens. */
@Path("/api/v1/restores/{id}/events")
public class RestoreEventsApi {

  private final RestoreViews views;
  private final Glances glances;
  private final CommitSignal signal;
  private final JournalJson json;
  private final CurrentCaller caller;

  RestoreEventsApi(
      RestoreViews views,
      Glances glances,
      CommitSignal signal,
      JournalJson json,
      CurrentCaller caller) {
    this.views = views;
    this.glances = glances;
    this.signal = signal;
    this.json = json;
    this.caller = caller;
  }

  /**
   * Server-sent events: {@code fact} with the fact's number as id, {@code progress} of a stage
   * without id, and {@code end} when nothing more can come. The stream ends without it when the
   * login that it was opened with ends. After a break the client's {@code Last-Event-ID} says from
   * where to go on.
   */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RunOnVirtualThread
  public void events(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") @Nullable String last,
      @Context SseEventSink sink,
      @Context Sse sse) {
    RestoreId restore = RestoresApi.restoreId(id);
    if (views.find(restore).isEmpty()) {
      throw RestoresApi.unknown(id);
    }
    EventStream stream =
        new EventStream(
            restore, after(last), views, glances, signal, json, sink, sse, caller.standing());
    Thread.ofVirtual().name("rekindle-events").start(stream);
  }

  private static long after(@Nullable String last) {
    try {
      return last == null || last.isBlank() ? 0 : Long.parseLong(last.strip());
    } catch (NumberFormatException e) {
      throw Refused.malformed("Last-Event-ID is the number of a fact, not '" + last + "'");
    }
  }
}
