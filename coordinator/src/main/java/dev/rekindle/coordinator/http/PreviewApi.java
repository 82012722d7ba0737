package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.access.Needs;
import dev.rekindle.coordinator.access.Role;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.restore.Decision;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestoreMachine;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.Signature;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a wish would lead to, by the same decision that takes it; nothing is journaled. */
@Path("/api/v1/restores/{id}/preview")
@RunOnVirtualThread
public class PreviewApi {

  private final RestoreEngine engine;
  private final RestoreJournal journal;
  private final CurrentCaller caller;

  PreviewApi(RestoreEngine engine, RestoreJournal journal, CurrentCaller caller) {
    this.engine = engine;
    this.journal = journal;
    this.caller = caller;
  }

  /**
   * What would happen at once; what follows from workers' reports comes later.
   *
   * @param granted false when the wish would be refused; then {@code code} and {@code message} say
   *     why
   * @param state of the restore afterwards
   * @param again stages that run again
   * @param starts stages that are ordered at once
   * @param cancels stages that are asked to stop
   * @param leftOut stages that end without having run
   * @param given who has approved so far, this wish included
   */
  public record Preview(
      boolean granted,
      @Nullable String code,
      @Nullable String message,
      String state,
      List<String> again,
      List<String> starts,
      List<String> cancels,
      List<String> leftOut,
      List<String> given) {}

  /**
   * Looks ahead.
   *
   * @param wish {@code approve}, {@code reject}, {@code hold}, {@code resume}, {@code cancel},
   *     {@code fail}, {@code waive}, {@code retry} or {@code skip}; the last two name the stage in
   *     the body
   */
  @POST
  @Path("{wish}")
  @Needs(Role.VIEWER)
  public Preview preview(
      @PathParam("id") String id, @PathParam("wish") String wish, Requests.@Nullable Wish body) {
    RestoreInput.Wish input = WishInputs.of(wish, caller.signed(body));
    RestoreState state =
        engine.find(RestoresApi.restoreId(id)).orElseThrow(() -> RestoresApi.unknown(id)).state();
    // Nobody will ever see these fence tokens.
    List<Long> tokens =
        LongStream.rangeClosed(1, RestoreMachine.tokensNeeded(state, input))
            .mapToObj(next -> state.highestFence() + next)
            .toList();
    return switch (RestoreMachine.decide(state, input, journal.now(), tokens)) {
      case Decision.Refused refused ->
          new Preview(
              false,
              refused.refusal().code().name(),
              refused.refusal().message(),
              state.phase().name(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              approvers(state));
      case Decision.Accepted accepted -> granted(state, accepted.facts());
    };
  }

  private static Preview granted(RestoreState before, List<RestoreFact> facts) {
    RestoreState after = before;
    for (RestoreFact fact : facts) {
      after = RestoreMachine.evolve(after, fact);
    }
    return new Preview(
        true,
        null,
        null,
        after.phase().name(),
        of(facts, RestoreFact.StagesReset.class).flatMap(reset -> names(reset.stages())).toList(),
        of(facts, RestoreFact.StageDispatched.class).flatMap(PreviewApi::name).toList(),
        of(facts, RestoreFact.AttemptCancelRequested.class).flatMap(PreviewApi::name).toList(),
        Stream.concat(
                of(facts, RestoreFact.EndStageSkipped.class),
                of(facts, RestoreFact.StageCancelled.class))
            .flatMap(PreviewApi::name)
            .toList(),
        approvers(after));
  }

  private static <F extends RestoreFact> Stream<F> of(List<RestoreFact> facts, Class<F> type) {
    return facts.stream().filter(type::isInstance).map(type::cast);
  }

  private static Stream<String> name(RestoreFact.OfStage fact) {
    return names(List.of(fact.stage()));
  }

  private static Stream<String> names(List<StageId> stages) {
    return stages.stream().map(StageId::value);
  }

  private static List<String> approvers(RestoreState state) {
    return state.approval().given().stream().map(Signature::who).toList();
  }
}
