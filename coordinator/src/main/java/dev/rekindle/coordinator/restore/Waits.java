package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.plan.PlannedStage;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a restore waits for, and so when it must look at the clock although nobody says anything.
 */
final class Waits {

  private Waits() {}

  static @Nullable Instant next(RestoreState state) {
    return all(state).map(Wait::until).min(Comparator.naturalOrder()).orElse(null);
  }

  static List<Wait> of(RestoreState state) {
    return all(state).sorted(Comparator.comparing(Wait::until)).toList();
  }

  private static Stream<Wait> all(RestoreState state) {
    if (state.step().phase().terminal()) {
      return Stream.of();
    }
    Readiness readiness = new Readiness(state);
    return Stream.concat(
        people(state),
        state.plan().stages().stream().flatMap(stage -> stage(state, readiness, stage)));
  }

  private static Stream<Wait> people(RestoreState state) {
    Hold hold = state.hold();
    if (hold != null) {
      return Stream.of(new Wait(null, "a person: " + hold.detail(), hold.nextReminder()));
    }
    Approval approval = state.approval();
    int missing = state.order().approval().persons() - approval.given().size();
    return Stream.concat(
        until(approval.nextReminder(), null, missing + " more to approve"),
        Completions.waits(state));
  }

  private static Stream<Wait> stage(RestoreState state, Readiness readiness, PlannedStage planned) {
    StageState stage = state.stage(planned.id());
    LiveAttempt current = stage.current();
    if (current != null) {
      Instant judged = Leases.judgedAt(state, current);
      return Stream.of(new Wait(planned.id(), word(current), judged));
    }
    boolean checks = state.step() == Step.CHECKING && !state.ending();
    if (stage.status().ended() && !checks) {
      return Stream.of();
    }
    if (state.ending() && !planned.atEnd()) {
      // It is cancelled as soon as none of its attempts can be running.
      return silence(planned.id(), Stream.of(stage));
    }
    if (state.hold() != null || !(checks || readiness.comesNext(planned))) {
      return Stream.of();
    }
    if (!checks && Holds.breakpoint(state, planned.id()) && othersMove(state, readiness)) {
      // It waits for a person, who is asked once nothing else moves.
      return Stream.of();
    }
    Stream<Wait> delay = until(stage.notBefore(), planned.id(), "the time of its next attempt");
    return planned.atEnd() && !checks
        ? Stream.concat(delay, silence(planned.id(), readiness.beforeTheEnd()))
            .max(Comparator.comparing(Wait::until))
            .stream()
        : delay;
  }

  private static Stream<Wait> until(
      @Nullable Instant time, @Nullable StageId stage, String reason) {
    return time == null ? Stream.of() : Stream.of(new Wait(stage, reason, time));
  }

  /** The report without which the attempt is given up. */
  private static String word(LiveAttempt attempt) {
    int number = attempt.ref().number();
    if (attempt.check()) {
      return "a worker to answer check " + number;
    }
    return attempt.admitted()
        ? "the next report of attempt " + number + " from worker " + attempt.worker()
        : "a worker to take attempt " + number;
  }

  /** Whether anything runs, or can run without a person. */
  private static boolean othersMove(RestoreState state, Readiness readiness) {
    return state.plan().stages().stream()
        .anyMatch(other -> {
          StageState stage = state.stage(other.id());
          return stage.current() != null
              || (!stage.status().ended()
                  && readiness.comesNext(other)
                  && !Holds.breakpoint(state, other.id()));
        });
  }

  private static Stream<Wait> silence(StageId stage, Stream<StageState> stages) {
    return stages
        .flatMap(other -> other.former().stream())
        .filter(former -> !former.harmless())
        .max(Comparator.comparing(FormerAttempt::silentUntil))
        .map(former ->
            new Wait(
                stage,
                "attempt "
                    + former.ref().number()
                    + " of stage '"
                    + former.ref().stage()
                    + "', which was given up, to be silent for long enough",
                former.silentUntil()))
        .stream();
  }
}
