package dev.rekindle.coordinator.evidence;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.plan.StageOutput;
import dev.rekindle.coordinator.restore.Alternative;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.Waiver;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What the rules remember of a history so far. */
final class HistoryBook {

  final RestoreOrder order;
  RestorePlan plan;
  List<Alternative> alternatives;
  final Map<StageId, AttemptRef> live = new HashMap<>();
  final Map<StageId, Instant> checked = new HashMap<>();
  final Map<StageId, List<Finding>> findings = new HashMap<>();
  final Set<Waiver> waived = new HashSet<>();
  final Map<StageId, Set<String>> given = new HashMap<>();
  final Set<StageId> done = new HashSet<>();
  final Set<StageId> closed = new HashSet<>();

  /** Stages an attempt of which may have changed something and has not ended well. */
  final Set<StageId> begun = new HashSet<>();

  final Set<StageId> worked = new HashSet<>();

  /** Attempts that were given up and may still run, with their last sign. */
  final Map<AttemptRef, Instant> stray = new HashMap<>();

  final Set<String> approvers = new HashSet<>();
  private final Map<StageId, Integer> numbers = new HashMap<>();
  boolean approved;
  boolean running;
  boolean changed;
  boolean held;
  boolean ending;
  boolean verifying;
  boolean over;
  boolean resolved;
  boolean firingAccepted;
  private long fence;

  HistoryBook(RestoreOrder order) {
    this.order = order;
    this.plan = order.plan();
    this.alternatives = order.alternatives();
    waived.addAll(order.waivers());
  }

  /** Nothing of the plan before counts any more but the numbers of its attempts. */
  void choose(RestorePlan chosen) {
    plan = chosen;
    approved = false;
    approvers.clear();
    alternatives = List.of();
    live.clear();
    checked.clear();
    findings.clear();
  }

  void dispatched(AttemptRef attempt, RestoreFact fact) {
    int before = numbers.getOrDefault(attempt.stage(), 0);
    require(attempt.number() == before + 1, "attempts only grow, by one", fact);
    require(attempt.fence() > fence, "fence tokens only grow", fact);
    require(!live.containsKey(attempt.stage()), "one attempt of a stage at a time", fact);
    numbers.put(attempt.stage(), attempt.number());
    fence = attempt.fence();
  }

  void ended(AttemptRef attempt, RestoreFact fact) {
    alive(attempt, fact);
    live.remove(attempt.stage());
  }

  void alive(AttemptRef attempt, RestoreFact fact) {
    require(attempt.equals(live.get(attempt.stage())), "only the latest attempt counts", fact);
  }

  void close(StageId id, boolean forGood) {
    if (forGood) {
      closed.add(id);
    }
  }

  void silent(Predicate<AttemptRef> lost, String rule, RestoreFact fact) {
    Instant latest = fact.at().minus(order.timing().silence());
    stray.forEach((ref, since) -> require(!lost.test(ref) || !since.isAfter(latest), rule, fact));
  }

  /** Of stages that belong together, those that are not done, unless none of them did anything. */
  List<StageId> halfDone(PlannedStage stage) {
    List<StageId> together = stage.unlessUnfinished();
    return together.stream().anyMatch(id -> begun.contains(id) || worked.contains(id))
        ? together.stream().filter(id -> begun.contains(id) || !done.contains(id)).toList()
        : List.of();
  }

  static void require(boolean holds, String rule, RestoreFact fact) {
    if (!holds) {
      throw new HistoryRules.Broken(rule, fact);
    }
  }

  /** Whether an output stands in the journal. */
  boolean gave(StageOutput output) {
    return given.getOrDefault(output.stage(), Set.of()).contains(output.output());
  }
}
