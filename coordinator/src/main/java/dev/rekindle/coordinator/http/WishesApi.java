package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.Waiver;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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
    return take(
        id,
        body,
        wish ->
            new RestoreInput.Approve(wish.signature(), Requests.given(wish.digest(), "digest")));
  }

  @POST
  @Path("reject")
  public Taken reject(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(id, body, wish -> new RestoreInput.Reject(wish.signature()));
  }

  @POST
  @Path("hold")
  public Taken hold(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(
        id,
        body,
        wish ->
            new RestoreInput.Hold(wish.signature(), Objects.requireNonNullElse(wish.now(), false)));
  }

  @POST
  @Path("resume")
  public Taken resume(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(id, body, wish -> new RestoreInput.Resume(wish.signature()));
  }

  @POST
  @Path("cancel")
  public Taken cancel(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(id, body, wish -> new RestoreInput.Cancel(wish.signature()));
  }

  @POST
  @Path("fail")
  public Taken fail(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(id, body, wish -> new RestoreInput.Fail(wish.signature()));
  }

  @POST
  @Path("waive")
  public Taken waive(@PathParam("id") String id, Requests.@Nullable Wish body) {
    return take(
        id,
        body,
        wish ->
            new RestoreInput.WaiveFinding(
                wish.signature(),
                new Waiver(
                    stage(Requests.given(wish.stage(), "stage")),
                    code(Requests.given(wish.code(), "code")),
                    Requests.given(wish.subject(), "subject"))));
  }

  @POST
  @Path("stages/{stage}/retry")
  public Taken retry(
      @PathParam("id") String id, @PathParam("stage") String stage, Requests.@Nullable Wish body) {
    return take(id, body, wish -> new RestoreInput.RetryStage(wish.signature(), stage(stage)));
  }

  @POST
  @Path("stages/{stage}/skip")
  public Taken skip(
      @PathParam("id") String id, @PathParam("stage") String stage, Requests.@Nullable Wish body) {
    return take(
        id,
        body,
        wish ->
            new RestoreInput.SkipStage(
                wish.signature(),
                stage(stage),
                Objects.requireNonNullElse(wish.outputs(), Map.of())));
  }

  private Taken take(
      String id, Requests.@Nullable Wish body, Function<Requests.Wish, RestoreInput.Wish> input) {
    return switch (engine.handle(RestoresApi.restoreId(id), input.apply(Requests.bounded(body)))) {
      case Answer.Taken taken -> new Taken(id, taken.state().phase().name(), taken.seq());
      case Answer.Refused refused -> throw Refused.of(refused.refusal());
    };
  }

  private static StageId stage(String text) {
    try {
      return new StageId(text);
    } catch (IllegalArgumentException e) {
      throw Refused.notFound("UNKNOWN_STAGE", String.valueOf(e.getMessage()));
    }
  }

  private static ProblemCode code(String text) {
    try {
      return ProblemCode.valueOf(text);
    } catch (IllegalArgumentException _) {
      throw Refused.notFound("UNKNOWN_FINDING", "No finding has the code '" + text + "'");
    }
  }
}
