package dev.rekindle.coordinator.evidence;

import static dev.rekindle.coordinator.evidence.HistoryBook.require;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must be true of facts about stages and their attempts. */
final class StageRules {

  private final HistoryBook book;

  StageRules(HistoryBook book) {
    this.book = book;
  }

  void take(RestoreFact.OfStage fact) {
    switch (fact) {
      case RestoreFact.CheckDispatched f -> check(f);
      case RestoreFact.CheckAnswered f -> answered(f);
      case RestoreFact.StageDispatched f -> execution(f);
      case RestoreFact.AttemptAdmitted f -> {
        book.alive(f.attempt(), f);
        book.begun.add(f.stage());
      }
      case RestoreFact.LeaseRenewed f -> book.alive(f.attempt(), f);
      case RestoreFact.AttemptCancelRequested f -> book.alive(f.attempt(), f);
      case RestoreFact.StageSucceeded f -> succeeded(f);
      case RestoreFact.AttemptFailed f -> failed(f);
      case RestoreFact.AttemptRefused f -> {
        book.ended(f.attempt(), f);
        book.close(f.stage(), f.retryAt() == null);
      }
      case RestoreFact.AttemptLost f -> {
        book.ended(f.attempt(), f);
        book.stray.put(f.attempt(), f.at());
        book.close(f.stage(), f.retryAt() == null);
      }
      case RestoreFact.AttemptUnanswered f -> unanswered(f);
      case RestoreFact.AttemptCancelled f -> book.ended(f.attempt(), f);
      case RestoreFact.LateReportNoted f -> late(f);
      case RestoreFact.StageSkipped f -> skipped(f);
      case RestoreFact.EndStageSkipped f -> leftOut(f);
      case RestoreFact.StageCancelled f -> cancelled(f);
    }
  }

  private void check(RestoreFact.CheckDispatched fact) {
    book.dispatched(fact.attempt(), fact);
    require(!book.changed, "checks come before changes", fact);
    book.live.put(fact.stage(), fact.attempt());
  }

  private void answered(RestoreFact.CheckAnswered fact) {
    book.ended(fact.attempt(), fact);
    book.checked.put(fact.stage(), fact.at());
    book.findings.put(fact.stage(), fact.findings());
  }

  private void succeeded(RestoreFact.StageSucceeded fact) {
    book.ended(fact.attempt(), fact);
    book.done.add(fact.stage());
    book.begun.remove(fact.stage());
    book.worked.add(fact.stage());
    book.given.put(fact.stage(), fact.outputs().keySet());
    book.stray.keySet().removeIf(ref -> ref.stage().equals(fact.stage()));
  }

  private void failed(RestoreFact.AttemptFailed fact) {
    book.ended(fact.attempt(), fact);
    if (book.changed) {
      book.begun.add(fact.stage());
    }
    book.close(fact.stage(), fact.retryAt() == null);
  }

  private void unanswered(RestoreFact.AttemptUnanswered fact) {
    book.ended(fact.attempt(), fact);
    if (book.changed) {
      book.stray.put(fact.attempt(), fact.at());
    }
    book.close(fact.stage(), fact.retryAt() == null);
  }

  private void late(RestoreFact.LateReportNoted fact) {
    require(!fact.attempt().equals(book.live.get(fact.stage())), "late means given up", fact);
    boolean worked =
        !fact.report().equals("AttemptRefused") && !fact.report().equals("AttemptCancelled");
    if (worked && !fact.report().equals("AttemptSuperseded") && !book.done.contains(fact.stage())) {
      book.begun.add(fact.stage());
    }
    if (fact.ended()) {
      book.stray.remove(fact.attempt());
    } else {
      book.stray.computeIfPresent(fact.attempt(), (_, _) -> fact.at());
    }
  }

  private void skipped(RestoreFact.StageSkipped fact) {
    require(!book.live.containsKey(fact.stage()), "what runs is not skipped", fact);
    book.silent(ref -> ref.stage().equals(fact.stage()), "what may still run is not skipped", fact);
    book.done.add(fact.stage());
    book.given.put(fact.stage(), fact.outputs().keySet());
  }

  private void leftOut(RestoreFact.EndStageSkipped fact) {
    PlannedStage stage = book.plan.stage(fact.stage());
    require(stage.atEnd(), "only stages at the end are left out", fact);
    require(fact.unfinished().equals(book.halfDone(stage)), "left out for a reason", fact);
    book.done.add(fact.stage());
  }

  private void cancelled(RestoreFact.StageCancelled fact) {
    boolean ending = book.ending || book.plan.graph().verifies(fact.stage());
    require(ending, "cancelled only at the end", fact);
    require(!book.live.containsKey(fact.stage()), "cancelled only on its attempt's word", fact);
    book.close(fact.stage(), true);
  }

  private void execution(RestoreFact.StageDispatched fact) {
    StageId id = fact.stage();
    PlannedStage stage = book.plan.stage(id);
    book.dispatched(fact.attempt(), fact);
    require(book.running, "nothing runs before checks and approval", fact);
    require(!book.held, "nothing new starts while held", fact);
    require(!book.done.contains(id), "what is done is not done again unasked", fact);
    // So what was there before is journaled before anything that goes by it is changed.
    stage
        .inputs()
        .values()
        .forEach(
            input -> require(book.gave(input), "what a stage reads is journaled before", fact));
    if (!book.changed) {
      book.plan.stages().forEach(other -> fresh(other, fact));
    }
    if (stage.atEnd()) {
      atEnd(stage, fact);
    } else {
      require(!book.ending, "an ending restore starts nothing ordinary", fact);
      require(book.done.containsAll(stage.needs()), "no stage runs before its needs", fact);
      boolean itsTime = !book.plan.graph().verifies(id) || book.verifying;
      require(itsTime, "verification has its time", fact);
    }
    book.changed = true;
    book.live.put(id, fact.attempt());
  }

  private void fresh(PlannedStage stage, RestoreFact fact) {
    Duration freshness = book.order.timing().checkFreshness();
    @Nullable Instant at = book.checked.get(stage.id());
    require(at != null, "every check is answered", fact);
    require(at == null || !at.isBefore(fact.at().minus(freshness)), "checks are fresh", fact);
    for (Finding finding : book.findings.getOrDefault(stage.id(), List.of())) {
      require(
          finding.severity() != Severity.BLOCKER
              || book.waived.contains(new Waiver(stage.id(), finding.code(), finding.subject())),
          "blocking findings are waived by name",
          fact);
    }
  }

  private void atEnd(PlannedStage stage, RestoreFact.StageDispatched fact) {
    for (PlannedStage other : book.plan.stages()) {
      if (other.atEnd()) {
        continue;
      }
      require(!book.live.containsKey(other.id()), "the end waits for every attempt", fact);
      boolean over = book.done.contains(other.id()) || book.closed.contains(other.id());
      require(over || book.plan.graph().verifies(other.id()), "the end comes last", fact);
    }
    book.silent(
        ref -> !book.plan.stage(ref.stage()).atEnd(), "the end waits for lost attempts", fact);
    require(book.halfDone(stage).isEmpty(), "what is not whole stays held", fact);
  }
}
