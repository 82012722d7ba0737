package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.terminal.RestoreStartLine;
import dev.rekindle.coordinator.plan.PlannedStage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a stage at the end leaves as it is because data is not whole, and what releases it. */
final class Held {

  /** Given by the application itself. */
  private static final List<String> OF_THE_TARGET = List.of("application", "cluster", "namespace");

  private Held() {}

  static RestoreFact.EndStageSkipped by(
      RestoreState state, PlannedStage stage, List<StageId> unfinished, Instant now) {
    return new RestoreFact.EndStageSkipped(
        now, stage.id(), unfinished, what(state, stage, unfinished), release(state).text());
  }

  private static String what(RestoreState state, PlannedStage stage, List<StageId> unfinished) {
    String begun = names(unfinished.stream().filter(id -> state.stage(id).begun()).toList());
    String missing = names(unfinished.stream().filter(id -> !state.stage(id).begun()).toList());
    return "Stage '"
        + stage.id()
        + "' did not run, because the data is neither untouched nor whole"
        + (begun.isEmpty() ? "" : "; begun and not finished: " + begun)
        + (missing.isEmpty() ? "" : "; not done: " + missing)
        + ". What it would have set free or put back stays held.";
  }

  private static String names(List<StageId> stages) {
    return stages.stream().map(StageId::value).collect(Collectors.joining(", "));
  }

  /**
   * A restore from the safety copies brings back what was there before, and ends with a release.
   */
  private static RestoreStartLine release(RestoreState state) {
    Map<String, String> parameters = new HashMap<>(state.order().parameters());
    parameters.keySet().removeAll(OF_THE_TARGET);
    return new RestoreStartLine(
        state.order().target().application(),
        state.safetySet(),
        state.plan().name(),
        parameters,
        "Undo restore " + state.restore());
  }
}
