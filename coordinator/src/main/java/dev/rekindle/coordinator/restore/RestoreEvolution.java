package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.plan.PlannedStage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How facts about the restore as a whole change its state. No decisions are made here. */
final class RestoreEvolution {

  private RestoreEvolution() {}

  static RestoreState start(RestoreFact.RestoreStarted fact) {
    Map<StageId, StageState> stages = new LinkedHashMap<>();
    fact.order().plan().stages().forEach(stage -> stages.put(stage.id(), StageState.NEW));
    Wishes wishes = new Wishes(false, false, null, null, fact.order().waivers(), List.of());
    return new RestoreState(
        fact.restore(),
        fact.order(),
        fact.at(),
        Step.CHECKING,
        null,
        Approval.NONE,
        wishes,
        0,
        false,
        Completion.NONE,
        stages);
  }

  static RestoreState apply(RestoreState state, RestoreFact.OfRestore fact) {
    Wishes wishes = state.wishes();
    return switch (fact) {
      case RestoreFact.RestoreStarted started -> start(started);
      case RestoreFact.PlanChosen chosen -> choose(state, chosen.plan());
      case RestoreFact.ChecksExpired expired -> checkAgain(state, expired.stages());
      case RestoreFact.FindingWaived waived ->
          state.wishes(wishes.waivers(plus(wishes.waivers(), waived.waiver())));
      case RestoreFact.ApprovalRequested asked ->
          state
              .step(Step.AWAITING_APPROVAL)
              .approval(state.approval().request(asked.digest(), asked.nextReminder()));
      case RestoreFact.ApprovalGiven given -> state.approval(state.approval().givenBy(given.by()));
      case RestoreFact.RestoreApproved _ ->
          state.approval(state.approval().granted(Findings.significant(state)));
      case RestoreFact.ExecutionBegan _ ->
          state
              .step(Step.RUNNING)
              .update(state.stages().keySet(), s -> s.tally(s.tally().afresh()).notBefore(null));
      case RestoreFact.HoldOrdered hold -> state.wishes(wishes.hold(true, hold.now()));
      case RestoreFact.HoldLifted _ -> state.wishes(wishes.hold(false, false));
      case RestoreFact.BreakpointPassed passed ->
          state.wishes(
              wishes.passed(
                  Stream.concat(wishes.passed().stream(), passed.stages().stream()).toList()));
      case RestoreFact.RestoreHeld held ->
          state.hold(
              new Hold(
                  held.reason(), held.stages(), held.detail(), held.at(), held.nextReminder()));
      case RestoreFact.ReminderSent reminder -> reminded(state, reminder.nextReminder());
      case RestoreFact.RestoreResumed _ -> state.hold(null);
      case RestoreFact.EndOrdered ordered -> ending(state, ordered);
      case RestoreFact.StagesReset reset -> reset(state, reset.stages());
      case RestoreFact.LeasesRestarted restarted -> restart(state, restarted.from());
      case RestoreFact.VerificationBegan _ -> state.step(Step.VERIFYING);
      case RestoreFact.OfEnd end -> end(state, end);
    };
  }

  private static RestoreState end(RestoreState state, RestoreFact.OfEnd fact) {
    return switch (fact) {
      case RestoreFact.CompletionAwaited awaited ->
          state.completion(state.completion().until(awaited.deadline()));
      case RestoreFact.AlertsResolved _ -> state.completion(state.completion().resolved(true));
      case RestoreFact.AlertFiredAgain _ -> state.completion(state.completion().resolved(false));
      case RestoreFact.FiringAccepted _ -> state.completion(state.completion().accept());
      case RestoreFact.RestoreSucceeded _ -> ended(state, Step.SUCCEEDED);
      case RestoreFact.RestoreFailed _ -> ended(state, Step.FAILED);
      case RestoreFact.RestoreCancelled _ -> ended(state, Step.CANCELLED);
    };
  }

  /**
   * What people agreed to was another plan. Numbers of attempts go on, so that no answer to an
   * earlier check is taken for a newer one's.
   */
  private static RestoreState choose(RestoreState state, String plan) {
    RestoreOrder order = state.order().choose(plan);
    Map<StageId, StageState> stages = new LinkedHashMap<>();
    for (PlannedStage stage : order.plan().stages()) {
      StageState before = state.stages().getOrDefault(stage.id(), StageState.NEW);
      stages.put(
          stage.id(),
          before.check(null).current(null).notBefore(null).tally(before.tally().afresh()));
    }
    return state.order(order).approval(Approval.NONE).stages(stages);
  }

  private static RestoreState checkAgain(RestoreState state, List<StageId> stages) {
    return state
        .step(Step.CHECKING)
        .approval(state.approval().withdrawn())
        .update(stages, s -> s.check(null).current(null).notBefore(null).tally(s.tally().afresh()));
  }

  private static RestoreState reminded(RestoreState state, Instant next) {
    Hold hold = state.hold();
    return hold == null
        ? state.approval(state.approval().reminded(next))
        : state.hold(hold.reminded(next));
  }

  /** Checks on their way are forgotten: they change nothing, so nobody waits for them. */
  private static RestoreState ending(RestoreState state, RestoreFact.EndOrdered fact) {
    return state
        .wishes(state.wishes().ending(fact.ending(), fact.by()))
        .approval(state.approval().withdrawn())
        .update(
            state.stages().keySet(),
            s -> {
              LiveAttempt current = s.current();
              return current != null && current.check() ? s.current(null) : s;
            });
  }

  /** Outputs stay until newer ones come: originals must not be forgotten by a retry. */
  private static RestoreState reset(RestoreState state, List<StageId> stages) {
    boolean back = stages.stream().anyMatch(id -> !state.plan().graph().verifies(id));
    Wishes wishes = state.wishes();
    return state
        .step(back && state.step() == Step.VERIFYING ? Step.RUNNING : state.step())
        .completion(state.completion().afresh())
        .wishes(wishes.passed(wishes.passed().stream().filter(id -> !stages.contains(id)).toList()))
        .update(
            stages,
            s ->
                s.status(StageStatus.WAITING)
                    .tally(s.tally().afresh())
                    .notBefore(null)
                    .problem(""));
  }

  private static RestoreState restart(RestoreState state, Instant from) {
    RestoreState result = state;
    for (Map.Entry<StageId, StageState> entry : state.stages().entrySet()) {
      LiveAttempt current = entry.getValue().current();
      if (current != null && current.lastSign().isBefore(from)) {
        result =
            result.with(
                entry.getKey(),
                entry
                    .getValue()
                    .current(
                        current.restarted(from, Leases.length(state, entry.getKey(), current))));
      }
    }
    return result;
  }

  private static RestoreState ended(RestoreState state, Step step) {
    return state.step(step).hold(null).approval(state.approval().withdrawn());
  }

  private static <T> List<T> plus(List<T> list, T element) {
    return Stream.concat(list.stream(), Stream.of(element)).toList();
  }
}
