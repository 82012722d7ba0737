package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.coordinator.plan.PlannedStage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which messages leave because of a fact. */
final class Effects {

  private Effects() {}

  static List<Effect> of(RestoreState state, RestoreFact fact) {
    return Stream.concat(
            Stream.of(new Effect.PublishFact(state.restore(), fact)), commands(state, fact))
        .toList();
  }

  private static Stream<Effect> commands(RestoreState state, RestoreFact fact) {
    return switch (fact) {
      case RestoreFact.CheckDispatched f ->
          Stream.of(
              send(
                  state,
                  new StageCommand.CheckStage(
                      f.attempt(),
                      context(state, f.attempt(), f.answerBy()),
                      state.planned(f.stage()).spec())));
      case RestoreFact.StageDispatched f ->
          Stream.of(
              send(
                  state,
                  new StageCommand.ExecuteStage(
                      f.attempt(),
                      context(state, f.attempt(), f.deadline()),
                      state.planned(f.stage()).spec())));
      case RestoreFact.AttemptCancelRequested f ->
          Stream.of(cancel(state, f.attempt(), f.reason()));
      // Whoever still has the command shall not begin with it; a worker remembers a cancel.
      case RestoreFact.AttemptLost f -> Stream.of(cancel(state, f.attempt(), "its lease passed"));
      case RestoreFact.AttemptUnanswered f ->
          Stream.of(cancel(state, f.attempt(), "nobody answered in time"));
      case RestoreFact.OfRestore _, RestoreFact.OfStage _ -> Stream.of();
    };
  }

  private static Effect send(RestoreState state, StageCommand command) {
    PlannedStage stage = state.planned(command.attempt().stage());
    return new Effect.SendCommand(
        StageKind.of(stage.spec()).pool(), state.order().target().cluster(), command);
  }

  private static Effect cancel(RestoreState state, AttemptRef attempt, String reason) {
    String cluster = state.order().target().cluster();
    return new Effect.SendCancel(
        StageKind.of(state.planned(attempt.stage()).spec()).pool(),
        cluster,
        new StageCommand.CancelStage(attempt, cluster, reason));
  }

  private static StageContext context(RestoreState state, AttemptRef attempt, Instant deadline) {
    RestoreTarget target = state.order().target();
    return new StageContext(
        target.application(),
        target.cluster(),
        target.namespace(),
        state.order().backup(),
        state.safetySet(),
        inputs(state, state.planned(attempt.stage())),
        state.timing().lease(),
        deadline);
  }

  /** What earlier stages have given so far; a check comes before most of them. */
  private static Map<String, Map<String, String>> inputs(RestoreState state, PlannedStage stage) {
    Map<String, Map<String, String>> inputs = new HashMap<>();
    stage
        .inputs()
        .forEach((name, source) -> {
          Map<String, String> values = state.stage(source.stage()).outputs().get(source.output());
          if (values != null) {
            inputs.put(name, values);
          }
        });
    return inputs;
  }
}
