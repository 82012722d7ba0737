package dev.rekindle.coordinator.plan;

import dev.rekindle.contract.attempt.StageId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When a graph of stages is a plan. Finds every problem, not just the first. */
final class PlanRules {

  private final List<PlannedStage> stages;
  private final StageGraph graph;
  private final Set<StageId> ids;
  private final Set<StageId> atEnd;

  private PlanRules(List<PlannedStage> stages) {
    this.stages = stages;
    this.graph = new StageGraph(stages);
    this.ids = stages.stream().map(PlannedStage::id).collect(Collectors.toSet());
    this.atEnd =
        stages.stream()
            .filter(PlannedStage::atEnd)
            .map(PlannedStage::id)
            .collect(Collectors.toSet());
  }

  static List<PlanProblem> problems(List<PlannedStage> stages) {
    PlanRules rules = new PlanRules(stages);
    return Stream.of(
            rules.empty(),
            rules.duplicates(),
            rules.unknownNeeds(),
            rules.cycles(),
            rules.inputs(),
            rules.finallyOrder(),
            rules.unlessUnfinished())
        .flatMap(List::stream)
        .toList();
  }

  private List<PlanProblem> empty() {
    return stages.stream().anyMatch(stage -> !stage.atEnd())
        ? List.of()
        : List.of(
            new PlanProblem(
                PlanProblem.Code.EMPTY_PLAN,
                "stages",
                "The plan has no stage to run.",
                "Add at least one stage that is not 'finally'."));
  }

  private List<PlanProblem> duplicates() {
    Set<StageId> seen = new HashSet<>();
    return stages.stream()
        .map(PlannedStage::id)
        .filter(id -> !seen.add(id))
        .distinct()
        .map(id ->
            problem(
                PlanProblem.Code.DUPLICATE_STAGE,
                id,
                "More than one stage is called '" + id + "'.",
                "Give each stage an id of its own."))
        .toList();
  }

  private List<PlanProblem> unknownNeeds() {
    List<PlanProblem> found = new ArrayList<>();
    for (PlannedStage stage : stages) {
      for (StageId need : stage.needs()) {
        if (!ids.contains(need)) {
          found.add(
              problem(
                  PlanProblem.Code.UNKNOWN_NEED,
                  stage.id(),
                  "It needs '" + need + "', which is no stage of this plan.",
                  "Correct the name or add the stage."));
        }
      }
    }
    return found;
  }

  /** One problem a cycle, naming all that are in it. */
  private List<PlanProblem> cycles() {
    Set<StageId> named = new HashSet<>();
    List<PlanProblem> found = new ArrayList<>();
    for (PlannedStage stage : stages) {
      Set<StageId> needs = graph.needsOf(stage.id());
      if (needs.contains(stage.id()) && !named.contains(stage.id())) {
        List<StageId> members =
            stages.stream()
                .map(PlannedStage::id)
                .filter(needs::contains)
                .filter(other -> graph.needsOf(other).contains(stage.id()))
                .distinct()
                .toList();
        named.addAll(members);
        found.add(
            problem(
                PlanProblem.Code.CYCLE,
                stage.id(),
                "These stages wait for each other: "
                    + members.stream().map(StageId::value).collect(Collectors.joining(", "))
                    + ".",
                "Remove one of the needs among them."));
      }
    }
    return found;
  }

  private List<PlanProblem> inputs() {
    List<PlanProblem> found = new ArrayList<>();
    for (PlannedStage stage : stages) {
      Set<StageId> needs = graph.needsOf(stage.id());
      stage.inputs().entrySet().stream()
          .filter(input -> !needs.contains(input.getValue().stage()))
          .sorted(Map.Entry.comparingByKey())
          .map(input ->
              problem(
                  PlanProblem.Code.INPUT_NOT_NEEDED,
                  stage.id(),
                  "Its input '"
                      + input.getKey()
                      + "' comes from '"
                      + input.getValue()
                      + "', but it does not need that stage.",
                  "Add '" + input.getValue().stage() + "' to its needs."))
          .forEach(found::add);
    }
    return found;
  }

  private List<PlanProblem> finallyOrder() {
    return stages.stream()
        .filter(PlannedStage::atEnd)
        .filter(stage -> graph.needsOf(stage.id()).stream().anyMatch(graph::verifies))
        .map(stage ->
            problem(
                PlanProblem.Code.FINALLY_NEEDS_LATER,
                stage.id(),
                "It is 'finally' and needs a stage that itself waits for a 'finally' stage.",
                "Let it need only ordinary or other 'finally' stages."))
        .toList();
  }

  private List<PlanProblem> unlessUnfinished() {
    List<PlanProblem> found = new ArrayList<>();
    for (PlannedStage stage : stages) {
      if (!stage.atEnd() && !stage.unlessUnfinished().isEmpty()) {
        found.add(unless(stage, "It has 'unlessUnfinished' but is not 'finally'."));
      }
      for (StageId other : stage.unlessUnfinished()) {
        if (!ids.contains(other) || atEnd.contains(other) || graph.verifies(other)) {
          found.add(unless(stage, "'unlessUnfinished' names '" + other + "'."));
        }
      }
    }
    return found;
  }

  private static PlanProblem unless(PlannedStage stage, String message) {
    return problem(
        PlanProblem.Code.UNLESS_UNFINISHED_INVALID,
        stage.id(),
        message,
        "Use 'unlessUnfinished' at a 'finally' stage, with stages that run before the end.");
  }

  private static PlanProblem problem(
      PlanProblem.Code code, StageId stage, String message, String remedy) {
    return new PlanProblem(code, "stages." + stage, message, remedy);
  }
}
