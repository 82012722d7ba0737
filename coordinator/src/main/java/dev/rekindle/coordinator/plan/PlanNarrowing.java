package dev.rekindle.coordinator.plan;

import dev.rekindle.contract.attempt.StageId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reduces a plan to some of its stages, for a restore of one store. */
final class PlanNarrowing {

  private PlanNarrowing() {}

  static RestorePlan.Outcome narrow(RestorePlan plan, List<StageId> wanted) {
    List<PlanProblem> unknown =
        wanted.stream().filter(id -> plan.find(id).isEmpty()).map(PlanNarrowing::unknown).toList();
    if (!unknown.isEmpty()) {
      return new RestorePlan.Outcome.Invalid(unknown);
    }
    StageGraph graph = plan.graph();
    Set<StageId> kept = new HashSet<>();
    wanted.forEach(id -> keep(kept, graph, id));
    plan.stages().stream()
        .filter(PlannedStage::atEnd)
        .forEach(stage -> endStage(kept, graph, stage));
    // What verifies after the end compares the whole application: it stays, but pulls nothing in.
    plan.stages().stream().filter(s -> graph.verifies(s.id())).forEach(s -> kept.add(s.id()));
    List<PlannedStage> stages =
        plan.stages().stream()
            .filter(stage -> kept.contains(stage.id()))
            .map(stage -> within(stage, graph, kept))
            .toList();
    return RestorePlan.of(plan.name(), plan.version(), plan.digest(), plan.objective(), stages);
  }

  private static void keep(Set<StageId> kept, StageGraph graph, StageId id) {
    kept.add(id);
    kept.addAll(graph.needsOf(id));
  }

  /** A stage at the end brings along only the stages whose outputs it reads. */
  private static void endStage(Set<StageId> kept, StageGraph graph, PlannedStage stage) {
    kept.add(stage.id());
    stage.inputs().values().forEach(input -> keep(kept, graph, input.stage()));
  }

  /** A need that is left out is replaced by what it needed itself, so that the order stays. */
  private static PlannedStage within(PlannedStage stage, StageGraph graph, Set<StageId> kept) {
    return new PlannedStage(
        stage.id(),
        stage.spec(),
        graph.needsOf(stage.id()).stream().filter(kept::contains).toList(),
        keptInputs(stage, kept),
        stage.attempts(),
        stage.timeout(),
        stage.checkTimeout(),
        stage.atEnd(),
        stage.unlessUnfinished().stream().filter(kept::contains).toList(),
        stage.guard());
  }

  private static Map<String, StageOutput> keptInputs(PlannedStage stage, Set<StageId> kept) {
    return stage.inputs().entrySet().stream()
        .filter(input -> kept.contains(input.getValue().stage()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static PlanProblem unknown(StageId id) {
    return new PlanProblem(
        PlanProblem.Code.UNKNOWN_STAGE,
        "only",
        "'" + id + "' is no stage of this plan.",
        "Name stages of the plan; 'rekindle plan show' lists them.");
  }
}
