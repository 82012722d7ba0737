package dev.rekindle.coordinator.restore;

import dev.rekindle.coordinator.plan.PlannedStage;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a restore must look at the clock although nobody says anything. */
final class WakeUps {

  private WakeUps() {}

  static @Nullable Instant next(RestoreState state) {
    if (state.step().phase().terminal()) {
      return null;
    }
    Readiness readiness = new Readiness(state);
    return Stream.concat(
            reminders(state),
            state.plan().stages().stream().flatMap(stage -> stage(state, readiness, stage)))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Stream<Instant> reminders(RestoreState state) {
    Hold hold = state.hold();
    return hold != null
        ? Stream.of(hold.nextReminder())
        : Stream.ofNullable(state.approval().nextReminder());
  }

  private static Stream<Instant> stage(
      RestoreState state, Readiness readiness, PlannedStage planned) {
    StageState stage = state.stage(planned.id());
    LiveAttempt current = stage.current();
    if (current != null) {
      return Stream.of(Leases.judgedAt(state, current));
    }
    boolean checks = state.step() == Step.CHECKING && !state.ending();
    if (stage.status().ended() && !checks) {
      return Stream.of();
    }
    if (state.ending() && !planned.atEnd()) {
      // It is cancelled as soon as none of its attempts can be running.
      return silence(Stream.of(stage));
    }
    if (state.hold() != null || !(checks || readiness.comesNext(planned))) {
      return Stream.of();
    }
    if (!checks && Holds.breakpoint(state, planned.id()) && othersMove(state, readiness)) {
      // It waits for a person, who is asked once nothing else moves.
      return Stream.of();
    }
    Stream<Instant> delay = Stream.ofNullable(stage.notBefore());
    return planned.atEnd() && !checks
        ? latest(Stream.concat(delay, silence(readiness.beforeTheEnd())))
        : delay;
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

  private static Stream<Instant> silence(Stream<StageState> stages) {
    return latest(
        stages
            .flatMap(stage -> stage.former().stream())
            .filter(former -> !former.harmless())
            .map(FormerAttempt::silentUntil));
  }

  private static Stream<Instant> latest(Stream<Instant> times) {
    return times.max(Comparator.naturalOrder()).stream();
  }
}
