package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.access.Needs;
import dev.rekindle.coordinator.access.Role;
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
  private final CurrentCaller caller;

  WishesApi(RestoreEngine engine, CurrentCaller caller) {
    this.engine = engine;
    this.caller = caller;
  }

  /** What a decision answers: where the restore is now. */
  public record Taken(String id, String state, long seq) {}

  @POST
  @Path("approve")
  @Needs(Role.APPROVER)
  public Taken approve(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("approve", caller.signed(body)));
  }

  @POST
  @Path("reject")
  @Needs(Role.APPROVER)
  public Taken reject(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("reject", caller.signed(body)));
  }

  @POST
  @Path("hold")
  @Needs(Role.OPERATOR)
  public Taken hold(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("hold", caller.signed(body)));
  }

  @POST
  @Path("resume")
  @Needs(Role.OPERATOR)
  public Taken resume(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("resume", caller.signed(body)));
  }

  @POST
  @Path("cancel")
  @Needs(Role.OPERATOR)
  public Taken cancel(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("cancel", caller.signed(body)));
  }

  @POST
  @Path("fail")
  @Needs(Role.OPERATOR)
  public Taken fail(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("fail", caller.signed(body)));
  }

  @POST
  @Path("waive")
  @Needs(Role.APPROVER)
  public Taken waive(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.of("waive", caller.signed(body)));
  }

  @POST
  @Path("stages/{stage}/retry")
  @Needs(Role.OPERATOR)
  public Taken retry(
      @PathParam("id") String id, @PathParam("stage") String stage, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.retry(stage, caller.signed(body)));
  }

  @POST
  @Path("stages/{stage}/skip")
  @Needs(Role.OPERATOR)
  public Taken skip(
      @PathParam("id") String id, @PathParam("stage") String stage, Requests.@Nullable Wish body) {
    return take(RestoresApi.restoreId(id), WishInputs.skip(stage, caller.signed(body)));
  }

  private Taken take(RestoreId id, RestoreInput.Wish wish) {
    return switch (engine.handle(id, wish)) {
      case Answer.Taken taken ->
          new Taken(id.toString(), taken.state().phase().name(), taken.seq());
      case Answer.Refused refused -> throw Refused.of(refused.refusal());
    };
  }
}
