package dev.rekindle.coordinator.plan;

import dev.rekindle.contract.attempt.StageId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Who needs whom, transitively. Names that no stage has are passed over. */
public final class StageGraph {

  private final Map<StageId, PlannedStage> stages = new LinkedHashMap<>();
  private final Set<StageId> afterEnd;

  StageGraph(List<PlannedStage> stages) {
    stages.forEach(stage -> this.stages.putIfAbsent(stage.id(), stage));
    this.afterEnd = afterEnd();
  }

  /** Everything the stage needs, directly or not; without itself unless there is a cycle. */
  public Set<StageId> needsOf(StageId id) {
    return reach(id, stage -> stage.needs());
  }

  /** Every stage that needs this one, directly or not. */
  public Set<StageId> dependentsOf(StageId id) {
    return reach(id, this::directDependents);
  }

  /** Stages that are not at the end themselves but need one that is: they verify the result. */
  public boolean verifies(StageId id) {
    PlannedStage stage = stages.get(id);
    return stage != null && !stage.atEnd() && afterEnd.contains(id);
  }

  private Set<StageId> afterEnd() {
    Set<StageId> after = new LinkedHashSet<>();
    stages.values().stream()
        .filter(PlannedStage::atEnd)
        .forEach(stage -> after.addAll(dependentsOf(stage.id())));
    return after;
  }

  private List<StageId> directDependents(PlannedStage stage) {
    return stages.values().stream()
        .filter(other -> other.needs().contains(stage.id()))
        .map(PlannedStage::id)
        .toList();
  }

  private Set<StageId> reach(StageId from, Function<PlannedStage, Collection<StageId>> next) {
    Set<StageId> seen = new LinkedHashSet<>();
    Deque<StageId> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      PlannedStage stage = stages.get(open.remove());
      if (stage != null) {
        next.apply(stage).stream().filter(stages::containsKey).filter(seen::add).forEach(open::add);
      }
    }
    return seen;
  }
}
