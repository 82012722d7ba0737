package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.StageGraph;
import dev.rekindle.coordinator.plan.StageOutput;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Which stages may run by the order of the plan, leaving delays, holds and breakpoints aside. */
final class Readiness {

  /** When a stage has its turn. */
  enum Part {
    ORDINARY,
    AT_END,
    VERIFYING
  }

  private final RestoreState state;
  private final StageGraph graph;

  Readiness(RestoreState state) {
    this.state = state;
    this.graph = state.plan().graph();
  }

  Part partOf(PlannedStage stage) {
    if (stage.atEnd()) {
      return Part.AT_END;
    }
    return graph.verifies(stage.id()) ? Part.VERIFYING : Part.ORDINARY;
  }

  List<StageId> of(Part part) {
    return state.plan().stages().stream()
        .filter(stage -> partOf(stage) == part)
        .map(PlannedStage::id)
        .toList();
  }

  /** Stages that could be dispatched now. */
  List<StageId> ready(Instant now) {
    return state.plan().stages().stream()
        .filter(stage -> state.stage(stage.id()).status() == StageStatus.WAITING)
        .filter(stage -> state.stage(stage.id()).current() == null)
        .filter(stage -> turn(stage, now))
        .map(PlannedStage::id)
        .toList();
  }

  private boolean turn(PlannedStage stage, Instant now) {
    return comesNext(stage)
        && (!stage.atEnd() || beforeTheEnd().noneMatch(other -> other.formerMayRun(now)));
  }

  /** Whether it has its turn; one at the end may still wait for the silence of lost attempts. */
  boolean comesNext(PlannedStage stage) {
    return switch (partOf(stage)) {
      case ORDINARY -> state.step() == Step.RUNNING && !state.ending() && needsMet(stage);
      case VERIFYING -> state.step() == Step.VERIFYING && !state.ending() && needsMet(stage);
      case AT_END -> allThrough() && endNeedsMet(stage);
    };
  }

  /** All stages that are not at the end themselves. */
  Stream<StageState> beforeTheEnd() {
    return state.plan().stages().stream()
        .filter(stage -> !stage.atEnd())
        .map(stage -> state.stage(stage.id()));
  }

  /** What it needs and what it reads: a stage between the two may have been skipped. */
  private static Stream<StageId> before(PlannedStage stage) {
    return Stream.concat(
        stage.needs().stream(), stage.inputs().values().stream().map(StageOutput::stage));
  }

  private boolean needsMet(PlannedStage stage) {
    return before(stage).allMatch(need -> state.stage(need).status().satisfied());
  }

  private boolean allThrough() {
    return of(Part.ORDINARY).stream()
            .map(id -> state.stage(id).status())
            .allMatch(status -> state.ending() ? status.ended() : status.satisfied())
        && beforeTheEnd().allMatch(stage -> stage.current() == null);
  }

  /** What ordinary stages gave or did not give is no obstacle: the end comes after all of them. */
  private boolean endNeedsMet(PlannedStage stage) {
    return before(stage)
        .filter(need -> state.planned(need).atEnd())
        .map(need -> state.stage(need).status())
        .allMatch(status -> state.ending() ? status.ended() : status.satisfied());
  }
}
