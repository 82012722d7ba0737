package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people's wishes lead to, except those about one stage. */
final class WishDecisions {

  private WishDecisions() {}

  /** Null when the wish was granted. */
  static @Nullable Refusal take(Draft draft, RestoreInput.Wish wish) {
    if (draft.state().step().phase().terminal()) {
      return new Refusal(
          Refusal.Code.ALREADY_ENDED, "The restore has ended: " + draft.state().phase() + ".");
    }
    return switch (wish) {
      case RestoreInput.Approve w -> approve(draft, w);
      case RestoreInput.Reject w -> reject(draft, w);
      case RestoreInput.Withdraw w -> withdraw(draft, w);
      case RestoreInput.AlertsOver w -> Completions.over(draft, w);
      case RestoreInput.AlertFires w -> Completions.fires(draft, w);
      case RestoreInput.Hold w -> hold(draft, w);
      case RestoreInput.Resume w -> resume(draft, w);
      case RestoreInput.Cancel w -> end(draft, w.by(), Ending.CANCELLED);
      case RestoreInput.Fail w -> end(draft, w.by(), Ending.FAILED);
      case RestoreInput.RetryStage w -> StageWishes.retry(draft, w);
      case RestoreInput.SkipStage w -> StageWishes.skip(draft, w);
      case RestoreInput.WaiveFinding w -> waive(draft, w);
    };
  }

  private static @Nullable Refusal approve(Draft draft, RestoreInput.Approve wish) {
    RestoreState state = draft.state();
    Approval approval = state.approval();
    ApprovalPolicy policy = state.order().approval();
    String who = wish.by().who();
    if (state.step() != Step.AWAITING_APPROVAL || state.ending()) {
      return new Refusal(Refusal.Code.WRONG_PHASE, "Nothing waits for an approval now.");
    }
    if (!wish.digest().equals(approval.requested())) {
      return new Refusal(
          Refusal.Code.DIGEST_STALE,
          "Plan, backup set and findings have the digest "
              + approval.requested()
              + " now. Look at them and approve that.");
    }
    if (approval.given().stream().anyMatch(given -> given.who().equals(who))) {
      return new Refusal(Refusal.Code.ALREADY_APPROVED, who + " has approved already.");
    }
    if (!policy.requesterMayApprove() && state.order().requestedBy().who().equals(who)) {
      return new Refusal(Refusal.Code.OWN_REQUEST, "Somebody other than " + who + " must approve.");
    }
    draft.add(new RestoreFact.ApprovalGiven(draft.now(), wish.by(), wish.digest()));
    if (draft.state().approval().given().size() >= policy.persons()) {
      draft.add(new RestoreFact.RestoreApproved(draft.now(), wish.digest()));
      draft.add(new RestoreFact.ExecutionBegan(draft.now()));
    }
    return null;
  }

  private static @Nullable Refusal reject(Draft draft, RestoreInput.Reject wish) {
    if (draft.state().step() != Step.AWAITING_APPROVAL || draft.state().ending()) {
      return new Refusal(
          Refusal.Code.WRONG_PHASE, "Nothing waits for an approval; cancel instead.");
    }
    draft.add(new RestoreFact.EndOrdered(draft.now(), wish.by(), Ending.CANCELLED, true));
    return null;
  }

  private static @Nullable Refusal withdraw(Draft draft, RestoreInput.Withdraw wish) {
    RestoreState state = draft.state();
    if (state.ending()
        || (state.step() != Step.CHECKING && state.step() != Step.AWAITING_APPROVAL)) {
      return new Refusal(
          Refusal.Code.WRONG_PHASE, "The restore is under way; cancel it if it shall end.");
    }
    draft.add(new RestoreFact.EndOrdered(draft.now(), wish.by(), Ending.CANCELLED, false));
    return null;
  }

  private static @Nullable Refusal hold(Draft draft, RestoreInput.Hold wish) {
    Wishes standing = draft.state().wishes();
    if (standing.hold() && (standing.cancelRunning() || !wish.now())) {
      return new Refusal(Refusal.Code.ALREADY_HELD, "The restore is held already.");
    }
    draft.add(new RestoreFact.HoldOrdered(draft.now(), wish.by(), wish.now()));
    return null;
  }

  private static @Nullable Refusal resume(Draft draft, RestoreInput.Resume wish) {
    RestoreState state = draft.state();
    Instant now = draft.now();
    Hold hold = state.hold();
    if (hold == null) {
      return new Refusal(Refusal.Code.NOT_HELD, "The restore is not held.");
    }
    if (state.wishes().hold()) {
      draft.add(new RestoreFact.HoldLifted(now, wish.by()));
      return null;
    }
    return switch (hold.reason()) {
      case STAGE_FAILED -> new Refusal(Refusal.Code.DECISION_NEEDED, hold.detail());
      case FINDINGS -> {
        draft.add(new RestoreFact.ChecksExpired(now, hold.stages()));
        yield null;
      }
      case BREAKPOINT -> {
        draft.add(new RestoreFact.BreakpointPassed(now, wish.by(), hold.stages()));
        yield null;
      }
      case ALERT_FIRES -> {
        draft.add(new RestoreFact.FiringAccepted(now, wish.by()));
        yield null;
      }
      case OPERATOR -> throw new IllegalStateException("Held by nobody");
    };
  }

  /** Ordered a second time, it gives up the stages at the end that failed. */
  private static @Nullable Refusal end(Draft draft, Signature by, Ending ending) {
    RestoreState state = draft.state();
    List<StageId> stuck =
        state.stages().keySet().stream()
            .filter(id -> state.planned(id).atEnd())
            .filter(id -> state.stage(id).status() == StageStatus.FAILED)
            .toList();
    if (state.ending() && stuck.isEmpty()) {
      return new Refusal(
          Refusal.Code.ALREADY_ENDING, "The restore is ending; it waits for what still runs.");
    }
    draft.add(new RestoreFact.EndOrdered(draft.now(), by, ending, false));
    if (state.ending()) {
      stuck.forEach(id -> draft.add(new RestoreFact.StageCancelled(draft.now(), id)));
    }
    return null;
  }

  private static @Nullable Refusal waive(Draft draft, RestoreInput.WaiveFinding wish) {
    RestoreState state = draft.state();
    if (state.ending() || state.changed()) {
      return new Refusal(Refusal.Code.WRONG_PHASE, "The checks do not matter any more.");
    }
    if (!Findings.exists(state, wish.waiver())) {
      return new Refusal(Refusal.Code.UNKNOWN_FINDING, "No check has found " + wish.waiver() + ".");
    }
    if (!state.wishes().waivers().contains(wish.waiver())) {
      draft.add(new RestoreFact.FindingWaived(draft.now(), wish.by(), wish.waiver()));
    }
    return null;
  }
}
