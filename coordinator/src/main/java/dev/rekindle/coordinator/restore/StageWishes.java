package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.StageGraph;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people's wishes about one stage lead to. */
final class StageWishes {

  private StageWishes() {}

  static @Nullable Refusal retry(Draft draft, RestoreInput.RetryStage wish) {
    RestoreState state = draft.state();
    StageId id = wish.stage();
    Refusal refusal = addressed(state, id);
    if (refusal != null) {
      return refusal;
    }
    StageStatus status = state.stage(id).status();
    if (!status.ended() || status == StageStatus.CANCELLED) {
      return new Refusal(
          Refusal.Code.WRONG_STAGE_STATUS, "Stage '" + id + "' is " + state.statusOf(id) + ".");
    }
    Set<StageId> again = again(state, id);
    List<StageId> busy =
        again.stream().filter(stage -> state.stage(stage).current() != null).toList();
    if (!busy.isEmpty()) {
      return new Refusal(
          Refusal.Code.ATTEMPT_RUNNING, "These would run again but still run: " + busy + ".");
    }
    List<StageId> inPlanOrder = state.stages().keySet().stream().filter(again::contains).toList();
    draft.add(new RestoreFact.StagesReset(draft.now(), wish.by(), inPlanOrder));
    return null;
  }

  /**
   * The stage, all that came after it, and, when something came after it, the guards before it:
   * they may have been undone since.
   */
  private static Set<StageId> again(RestoreState state, StageId id) {
    StageGraph graph = state.plan().graph();
    PlannedStage stage = state.planned(id);
    Set<StageId> after = new LinkedHashSet<>(graph.dependentsOf(id));
    if (!stage.atEnd() && !graph.verifies(id)) {
      state.plan().stages().stream()
          .map(PlannedStage::id)
          .filter(other -> state.planned(other).atEnd() || graph.verifies(other))
          .forEach(after::add);
    }
    after.removeIf(other -> state.stage(other).status() == StageStatus.WAITING);
    Set<StageId> all = new LinkedHashSet<>(after);
    all.add(id);
    if (!after.isEmpty() && !stage.atEnd() && !graph.verifies(id)) {
      graph.needsOf(id).stream().filter(need -> state.planned(need).guard()).forEach(all::add);
    }
    return all;
  }

  static @Nullable Refusal skip(Draft draft, RestoreInput.SkipStage wish) {
    RestoreState state = draft.state();
    StageId id = wish.stage();
    Refusal refusal = addressed(state, id);
    if (refusal != null) {
      return refusal;
    }
    StageState stage = state.stage(id);
    if (stage.current() != null || stage.formerMayRun(draft.now())) {
      return new Refusal(
          Refusal.Code.ATTEMPT_RUNNING,
          "An attempt of stage '" + id + "' may still be running; hold --now or wait for it.");
    }
    if (stage.status() != StageStatus.FAILED && stage.status() != StageStatus.WAITING) {
      return new Refusal(
          Refusal.Code.WRONG_STAGE_STATUS, "Stage '" + id + "' is " + state.statusOf(id) + ".");
    }
    List<String> missing =
        read(state, id).stream().filter(output -> !wish.outputs().containsKey(output)).toList();
    if (!missing.isEmpty()) {
      return new Refusal(
          Refusal.Code.OUTPUTS_NEEDED,
          "Later stages read these outputs of '" + id + "'; give them: " + missing + ".");
    }
    draft.add(new RestoreFact.StageSkipped(draft.now(), id, wish.by(), wish.outputs()));
    return null;
  }

  /** Outputs of the stage that others read. */
  private static List<String> read(RestoreState state, StageId id) {
    return state.plan().stages().stream()
        .flatMap(other -> other.inputs().values().stream())
        .filter(input -> input.stage().equals(id))
        .map(input -> input.output())
        .distinct()
        .sorted()
        .toList();
  }

  private static @Nullable Refusal addressed(RestoreState state, StageId id) {
    if (!state.stages().containsKey(id)) {
      return new Refusal(Refusal.Code.UNKNOWN_STAGE, "This restore has no stage '" + id + "'.");
    }
    if (state.step() != Step.RUNNING && state.step() != Step.VERIFYING) {
      return new Refusal(
          Refusal.Code.WRONG_PHASE, "No stage runs yet; a resume makes the checks again.");
    }
    if (state.ending() && !state.planned(id).atEnd()) {
      return new Refusal(
          Refusal.Code.ALREADY_ENDING, "The restore ends; only its last stages still run.");
    }
    return null;
  }
}
