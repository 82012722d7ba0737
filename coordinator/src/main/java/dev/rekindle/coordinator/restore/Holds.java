package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When a restore waits for a person, and that people are reminded of it. */
final class Holds {

  private Holds() {}

  static void settle(Draft draft) {
    RestoreState state = draft.state();
    Instant now = draft.now();
    Hold present = state.hold();
    Cause cause = cause(state, now);
    if (cause != null && cause.reason == HoldReason.STAGE_FAILED && endsByItself(state)) {
      Signature by = new Signature("rekindle", problems(state, cause));
      draft.add(new RestoreFact.EndOrdered(now, by, Ending.FAILED, false));
      return;
    }
    if (cause == null) {
      if (present != null) {
        draft.add(new RestoreFact.RestoreResumed(now));
        return;
      }
    } else if (present == null || !cause.equals(Cause.of(present))) {
      draft.add(
          new RestoreFact.RestoreHeld(
              now, cause.reason, cause.stages, detail(state, cause), reminder(draft)));
      return;
    }
    Instant due = present == null ? state.approval().nextReminder() : present.nextReminder();
    if (due != null && !now.isBefore(due)) {
      draft.add(new RestoreFact.ReminderSent(now, reminder(draft)));
    }
  }

  /** A backup that nobody watches must not stand in the way of the next, or of a restore. */
  private static boolean endsByItself(RestoreState state) {
    return state.order().mode() == RestoreMode.BACKUP && !state.ending();
  }

  private static String problems(RestoreState state, Cause cause) {
    return cause.stages.stream()
        .map(id -> id + ": " + state.stage(id).problem())
        .collect(Collectors.joining("; "));
  }

  /** Whether the restore is to wait before this stage. */
  static boolean breakpoint(RestoreState state, StageId id) {
    return !state.ending()
        && state.order().pauseBefore().contains(id)
        && !state.wishes().passed().contains(id);
  }

  private static @Nullable Cause cause(RestoreState state, Instant now) {
    List<StageId> failed =
        state.stages().keySet().stream()
            .filter(id -> state.stage(id).status() == StageStatus.FAILED)
            .filter(id -> !state.ending() || state.planned(id).atEnd())
            .toList();
    if (!failed.isEmpty()) {
      return new Cause(HoldReason.STAGE_FAILED, failed);
    }
    boolean checked = state.step() == Step.CHECKING && Findings.allAnswered(state);
    boolean real = state.order().mode() == RestoreMode.RESTORE && !state.ending();
    List<StageId> blocked = checked && real ? Findings.blocked(state) : List.of();
    if (!blocked.isEmpty()) {
      return new Cause(HoldReason.FINDINGS, blocked);
    }
    if (state.wishes().hold()) {
      return new Cause(HoldReason.OPERATOR, List.of());
    }
    List<StageId> paused = paused(state, now);
    if (!paused.isEmpty()) {
      return new Cause(HoldReason.BREAKPOINT, paused);
    }
    return Completions.overdue(state, now) ? new Cause(HoldReason.ALERT_FIRES, List.of()) : null;
  }

  /** The breakpoints that everything waits for; none while anything else runs or can run. */
  private static List<StageId> paused(RestoreState state, Instant now) {
    if (state.order().pauseBefore().isEmpty()
        || state.stages().values().stream().anyMatch(stage -> stage.current() != null)) {
      return List.of();
    }
    List<StageId> ready = new Readiness(state).ready(now);
    return ready.stream().allMatch(id -> breakpoint(state, id)) ? ready : List.of();
  }

  private static Instant reminder(Draft draft) {
    return draft.now().plus(draft.state().timing().reminder());
  }

  private static String detail(RestoreState state, Cause cause) {
    String names = cause.stages.stream().map(StageId::value).collect(Collectors.joining(", "));
    return switch (cause.reason) {
      case STAGE_FAILED ->
          problems(state, cause) + ". Retry or skip the stage, or cancel or fail the restore.";
      case FINDINGS ->
          "Blocking findings in "
              + names
              + ": "
              + Findings.blockers(state)
              + ". Put them right and resume, or waive them by name, or cancel.";
      case OPERATOR -> "Held by a person. Resume when it may go on.";
      case BREAKPOINT -> "Waits before " + names + ". Resume when it may go on.";
      case ALERT_FIRES ->
          "Everything is done and proven, and yet the alert fires. Resume to let the restore end all"
              + " the same, retry a stage, or fail it; it ends by itself when the alert resolves.";
    };
  }

  private record Cause(HoldReason reason, List<StageId> stages) {
    static Cause of(Hold hold) {
      return new Cause(hold.reason(), hold.stages());
    }
  }
}
