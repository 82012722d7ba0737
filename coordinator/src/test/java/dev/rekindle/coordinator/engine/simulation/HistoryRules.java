package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreOrder;
import dev.rekindle.coordinator.restore.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What must be true of every history, judged from the facts alone and with a bookkeeping of its
 * own, so that a mistake of the core is not repeated here.
 */
final class HistoryRules {

  private static final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    Broken(String rule, RestoreFact fact) {
      super(rule + "\n  at " + fact);
    }
  }

  private final RestoreOrder order;
  private final RestorePlan plan;
  private final Map<StageId, AttemptRef> live = new HashMap<>();
  private final Map<StageId, Integer> numbers = new HashMap<>();
  private final Map<StageId, Instant> checked = new HashMap<>();
  private final Map<StageId, List<Finding>> findings = new HashMap<>();
  private final Set<Waiver> waived = new HashSet<>();
  private final Set<StageId> done = new HashSet<>();
  private final Set<StageId> closed = new HashSet<>();
  private final Set<StageId> begun = new HashSet<>();
  private final Set<StageId> worked = new HashSet<>();
  private final Map<AttemptRef, Instant> stray = new HashMap<>();
  private final Set<String> approvers = new HashSet<>();
  private boolean approved;
  private boolean running;
  private boolean changed;
  private boolean held;
  private boolean ending;
  private boolean verifying;
  private boolean over;
  private long fence;

  HistoryRules(RestoreOrder order) {
    this.order = order;
    this.plan = order.plan();
    waived.addAll(order.waivers());
  }

  void take(RestoreFact fact) {
    require(!over, "nothing happens after the end", fact);
    switch (fact) {
      case RestoreFact.CheckDispatched f -> {
        dispatched(f.attempt(), f);
        require(!changed, "checks come before changes", f);
        live.put(f.stage(), f.attempt());
      }
      case RestoreFact.CheckAnswered f -> {
        ended(f.attempt(), f);
        checked.put(f.stage(), f.at());
        findings.put(f.stage(), f.findings());
      }
      case RestoreFact.ChecksExpired f -> {
        f.stages().forEach(checked::remove);
        f.stages().forEach(live::remove);
        running = false;
      }
      case RestoreFact.FindingWaived f -> waived.add(f.waiver());
      case RestoreFact.ApprovalRequested _ -> {
        approvers.clear();
        approved = false;
      }
      case RestoreFact.ApprovalGiven f ->
          require(approvers.add(f.by().who()), "nobody approves twice", f);
      case RestoreFact.RestoreApproved f -> {
        require(approvers.size() >= order.approval().persons(), "enough people approved", f);
        approved = true;
      }
      case RestoreFact.ExecutionBegan f -> {
        require(approved, "nothing runs without approval", f);
        running = true;
      }
      case RestoreFact.StageDispatched f -> execution(f);
      case RestoreFact.AttemptAdmitted f -> {
        alive(f.attempt(), f);
        begun.add(f.stage());
      }
      case RestoreFact.LeaseRenewed f -> alive(f.attempt(), f);
      case RestoreFact.AttemptCancelRequested f -> alive(f.attempt(), f);
      case RestoreFact.StageSucceeded f -> {
        ended(f.attempt(), f);
        done.add(f.stage());
        begun.remove(f.stage());
        worked.add(f.stage());
        stray.keySet().removeIf(ref -> ref.stage().equals(f.stage()));
      }
      case RestoreFact.AttemptFailed f -> {
        if (ended(f.attempt(), f) && changed) {
          begun.add(f.stage());
        }
        close(f.stage(), f.retryAt() == null);
      }
      case RestoreFact.AttemptRefused f -> {
        ended(f.attempt(), f);
        close(f.stage(), f.retryAt() == null);
      }
      case RestoreFact.AttemptLost f -> {
        ended(f.attempt(), f);
        stray.put(f.attempt(), f.at());
        close(f.stage(), f.retryAt() == null);
      }
      case RestoreFact.AttemptUnanswered f -> {
        ended(f.attempt(), f);
        if (changed) {
          stray.put(f.attempt(), f.at());
        }
        close(f.stage(), f.retryAt() == null);
      }
      case RestoreFact.AttemptCancelled f -> ended(f.attempt(), f);
      case RestoreFact.LateReportNoted f -> {
        require(!f.attempt().equals(live.get(f.stage())), "late means given up", f);
        boolean worked =
            !f.report().equals("AttemptRefused") && !f.report().equals("AttemptCancelled");
        if (worked && !f.report().equals("AttemptSuperseded") && !done.contains(f.stage())) {
          begun.add(f.stage());
        }
        if (f.ended()) {
          stray.remove(f.attempt());
        } else {
          stray.computeIfPresent(f.attempt(), (_, _) -> f.at());
        }
      }
      case RestoreFact.StageSkipped f -> {
        require(!live.containsKey(f.stage()), "what runs is not skipped", f);
        silent(ref -> ref.stage().equals(f.stage()), "what may still run is not skipped", f);
        done.add(f.stage());
      }
      case RestoreFact.EndStageSkipped f -> {
        require(plan.stage(f.stage()).atEnd(), "only stages at the end are left out", f);
        require(f.unfinished().equals(halfDone(plan.stage(f.stage()))), "left out for a reason", f);
        done.add(f.stage());
      }
      case RestoreFact.StageCancelled f -> {
        require(ending || plan.graph().verifies(f.stage()), "cancelled only at the end", f);
        require(!live.containsKey(f.stage()), "cancelled only on its attempt's word", f);
        close(f.stage(), true);
      }
      case RestoreFact.StagesReset f ->
          f.stages()
              .forEach(id -> {
                require(!live.containsKey(id), "what runs is not reset", f);
                done.remove(id);
                closed.remove(id);
                verifying &= plan.graph().verifies(id);
              });
      case RestoreFact.RestoreHeld f -> {
        require(f.nextReminder().isAfter(f.at()), "people are reminded", f);
        held = true;
      }
      case RestoreFact.RestoreResumed _ -> held = false;
      case RestoreFact.EndOrdered _ -> {
        ending = true;
        if (!changed) {
          live.clear();
        }
      }
      case RestoreFact.VerificationBegan f -> {
        plan.stages().stream()
            .filter(PlannedStage::atEnd)
            .forEach(s -> require(done.contains(s.id()), "verification comes after the end", f));
        verifying = true;
      }
      case RestoreFact.RestoreSucceeded f -> end(f);
      case RestoreFact.RestoreFailed f -> end(f);
      case RestoreFact.RestoreCancelled f -> end(f);
      case RestoreFact.RestoreStarted _,
          RestoreFact.HoldOrdered _,
          RestoreFact.HoldLifted _,
          RestoreFact.BreakpointPassed _,
          RestoreFact.ReminderSent _,
          RestoreFact.LeasesRestarted _ -> {
        // no rule
      }
    }
  }

  private void execution(RestoreFact.StageDispatched fact) {
    StageId id = fact.stage();
    PlannedStage stage = plan.stage(id);
    dispatched(fact.attempt(), fact);
    require(running, "nothing runs before checks and approval", fact);
    require(!held, "nothing new starts while held", fact);
    require(!done.contains(id), "what is done is not done again unasked", fact);
    if (!changed) {
      Duration freshness = order.timing().checkFreshness();
      for (PlannedStage other : plan.stages()) {
        Instant at = checked.get(other.id());
        require(at != null, "every check is answered", fact);
        require(!at.isBefore(fact.at().minus(freshness)), "checks are fresh", fact);
        for (Finding finding : findings.get(other.id())) {
          require(
              finding.severity() != Severity.BLOCKER
                  || waived.contains(new Waiver(other.id(), finding.code(), finding.subject())),
              "blocking findings are waived by name",
              fact);
        }
      }
    }
    if (stage.atEnd()) {
      atEnd(stage, fact);
    } else {
      require(!ending, "an ending restore starts nothing ordinary", fact);
      require(done.containsAll(stage.needs()), "no stage runs before its needs", fact);
      require(!plan.graph().verifies(id) || verifying, "verification has its time", fact);
    }
    changed = true;
    live.put(id, fact.attempt());
  }

  private void atEnd(PlannedStage stage, RestoreFact.StageDispatched fact) {
    for (PlannedStage other : plan.stages()) {
      if (other.atEnd()) {
        continue;
      }
      require(!live.containsKey(other.id()), "the end waits for every attempt", fact);
      boolean over = done.contains(other.id()) || closed.contains(other.id());
      require(over || plan.graph().verifies(other.id()), "the end comes last", fact);
    }
    silent(ref -> !plan.stage(ref.stage()).atEnd(), "the end waits for lost attempts", fact);
    require(halfDone(stage).isEmpty(), "what is not whole stays held", fact);
  }

  private void silent(Predicate<AttemptRef> lost, String rule, RestoreFact fact) {
    Instant latest = fact.at().minus(order.timing().silence());
    stray.forEach((ref, since) -> require(!lost.test(ref) || !since.isAfter(latest), rule, fact));
  }

  /** Of stages that belong together, those that are not done, unless none of them did anything. */
  private List<StageId> halfDone(PlannedStage stage) {
    List<StageId> together = stage.unlessUnfinished();
    return together.stream().anyMatch(id -> begun.contains(id) || worked.contains(id))
        ? together.stream().filter(id -> begun.contains(id) || !done.contains(id)).toList()
        : List.of();
  }

  private void dispatched(AttemptRef attempt, RestoreFact fact) {
    int before = numbers.getOrDefault(attempt.stage(), 0);
    require(attempt.number() == before + 1, "attempts only grow, by one", fact);
    require(attempt.fence() > fence, "fence tokens only grow", fact);
    require(!live.containsKey(attempt.stage()), "one attempt of a stage at a time", fact);
    numbers.put(attempt.stage(), attempt.number());
    fence = attempt.fence();
  }

  private boolean ended(AttemptRef attempt, RestoreFact fact) {
    alive(attempt, fact);
    live.remove(attempt.stage());
    return true;
  }

  private void alive(AttemptRef attempt, RestoreFact fact) {
    require(attempt.equals(live.get(attempt.stage())), "only the latest attempt counts", fact);
  }

  private void close(StageId id, boolean forGood) {
    if (forGood) {
      closed.add(id);
    }
  }

  private void end(RestoreFact fact) {
    require(live.isEmpty(), "nothing runs when it ends", fact);
    if (fact instanceof RestoreFact.RestoreSucceeded && changed) {
      List<StageId> left = new ArrayList<>();
      plan.stages().forEach(stage -> left.add(stage.id()));
      left.removeAll(done);
      require(left.isEmpty(), "success means all of it", fact);
    }
    over = true;
  }

  private static void require(boolean holds, String rule, RestoreFact fact) {
    if (!holds) {
      throw new Broken(rule, fact);
    }
  }
}
