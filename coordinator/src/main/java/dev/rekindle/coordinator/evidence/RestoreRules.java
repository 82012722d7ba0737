package dev.rekindle.coordinator.evidence;

import static dev.rekindle.coordinator.evidence.HistoryBook.require;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import dev.rekindle.coordinator.restore.Alternative;
import dev.rekindle.coordinator.restore.RestoreFact;
import java.util.ArrayList;
import java.util.List;

/** What must be true of facts about the restore as a whole. */
final class RestoreRules {

  private final HistoryBook book;

  RestoreRules(HistoryBook book) {
    this.book = book;
  }

  void take(RestoreFact.OfRestore fact) {
    switch (fact) {
      case RestoreFact.PlanChosen f -> chosen(f);
      case RestoreFact.ChecksExpired f -> expired(f);
      case RestoreFact.FindingWaived f -> book.waived.add(f.waiver());
      case RestoreFact.ApprovalRequested _ -> asked();
      case RestoreFact.ApprovalGiven f ->
          require(book.approvers.add(f.by().who()), "nobody approves twice", f);
      case RestoreFact.RestoreApproved f -> approved(f);
      case RestoreFact.ExecutionBegan f -> {
        require(book.approved, "nothing runs without approval", f);
        book.running = true;
      }
      case RestoreFact.StagesReset f -> f.stages().forEach(id -> reset(id, f));
      case RestoreFact.RestoreHeld f -> {
        require(f.nextReminder().isAfter(f.at()), "people are reminded", f);
        book.held = true;
      }
      case RestoreFact.RestoreResumed _ -> book.held = false;
      case RestoreFact.EndOrdered _ -> ending();
      case RestoreFact.VerificationBegan f -> verification(f);
      case RestoreFact.CompletionAwaited f -> awaited(f);
      case RestoreFact.AlertsResolved _ -> book.resolved = true;
      case RestoreFact.AlertFiredAgain _ -> book.resolved = false;
      case RestoreFact.FiringAccepted _ -> book.firingAccepted = true;
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

  private void chosen(RestoreFact.PlanChosen fact) {
    require(!book.changed, "no other plan once something may have changed", fact);
    boolean seen =
        book.findings.getOrDefault(fact.stage(), List.of()).stream()
            .filter(finding -> finding.code() == ProblemCode.ANOTHER_PLAN)
            .anyMatch(finding -> finding.subject().equals(fact.plan()));
    require(seen, "a check chose the plan", fact);
    List<RestorePlan> chosen =
        book.alternatives.stream()
            .map(Alternative::plan)
            .filter(plan -> plan.name().equals(fact.plan()))
            .toList();
    require(!chosen.isEmpty(), "the plan was pinned at the start, and is chosen once", fact);
    book.choose(chosen.getFirst());
  }

  private void expired(RestoreFact.ChecksExpired fact) {
    fact.stages().forEach(book.checked::remove);
    fact.stages().forEach(book.live::remove);
    book.running = false;
  }

  private void asked() {
    book.approvers.clear();
    book.approved = false;
  }

  private void approved(RestoreFact.RestoreApproved fact) {
    int persons = book.order.approval().persons();
    require(book.approvers.size() >= persons, "enough people approved", fact);
    book.approved = true;
  }

  private void reset(StageId id, RestoreFact fact) {
    require(!book.live.containsKey(id), "what runs is not reset", fact);
    book.done.remove(id);
    book.closed.remove(id);
    book.verifying &= book.plan.graph().verifies(id);
    book.firingAccepted = false;
  }

  private void ending() {
    book.ending = true;
    if (!book.changed) {
      book.live.clear();
    }
  }

  private void verification(RestoreFact fact) {
    book.plan.stages().stream()
        .filter(PlannedStage::atEnd)
        .forEach(stage ->
            require(book.done.contains(stage.id()), "verification comes after the end", fact));
    book.verifying = true;
  }

  private void awaited(RestoreFact.CompletionAwaited fact) {
    require(book.order.resolveWithin() != null, "the order says what the end waits for", fact);
    require(fact.deadline().isAfter(fact.at()), "every wait has an end", fact);
    require(left().isEmpty(), "only what is proven waits for its alerts", fact);
  }

  private List<StageId> left() {
    List<StageId> left = new ArrayList<>();
    book.plan.stages().forEach(stage -> left.add(stage.id()));
    left.removeAll(book.done);
    return left;
  }

  private void end(RestoreFact fact) {
    require(book.live.isEmpty(), "nothing runs when it ends", fact);
    if (fact instanceof RestoreFact.RestoreSucceeded && book.changed) {
      require(left().isEmpty(), "success means all of it", fact);
      require(
          book.order.resolveWithin() == null || book.resolved || book.firingAccepted,
          "the end comes after the alerts, where the order says so",
          fact);
    }
    book.over = true;
  }
}
