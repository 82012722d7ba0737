package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.restore.RestoreInput;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jspecify.annotations.Nullable;

/** What people decide about a restore. Each with who and why, each journaled. */
@Path("/api/v1/restores/{id}")
@RunOnVirtualThread
public class WishesApi {

  private final RestoreEngine engine;

  WishesApi(RestoreEngine engine) {
    this.engine = engine;
  }

  /** What a decision answers: where the restore is now. */
  public record Taken(String id, String state, long seq) {}

  @POST
  @Path("approve")
  public Taken approve(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("approve", body));
  }

  @POST
  @Path("reject")
  public Taken reject(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("reject", body));
  }

  @POST
  @Path("hold")
  public Taken hold(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("hold", body));
  }

  @POST
  @Path("resume")
  public Taken resume(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("resume", body));
  }

  @POST
  @Path("cancel")
  public Taken cancel(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("cancel", body));
  }

  @POST
  @Path("fail")
  public Taken fail(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("fail", body));
  }

  @POST
  @Path("waive")
  public Taken waive(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("waive", body));
  }

  @POST
  @Path("stages/{stage}/retry")
  public Taken retry(
      @PathParam("id") String id, @PathParam("stage") String stage, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.retry(stage, body));
  }

  @POST
  @Path("stages/{stage}/skip")
  public Taken skip(
      @PathParam("id") String id, @PathParam("stage") String stage, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.skip(stage, body));
  }

  private Taken take(RestoreId id, RestoreInput.Wish wish) {
    return switch (engine.handle(id, wish)) {
      case Answer.Taken taken ->
          new Taken(id.toString(), taken.state().phase().name(), taken.seq());
      case Answer.Refused refused -> throw Refused.of(refused.refusal());
    };
  }
}
