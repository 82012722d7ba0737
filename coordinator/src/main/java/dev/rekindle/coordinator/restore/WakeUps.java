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
    if (stage.status().ended()) {
      return Stream.of();
    }
    if (state.ending() && !planned.atEnd()) {
      // It is cancelled as soon as none of its attempts can be running.
      return silence(Stream.of(stage));
    }
    boolean checks = state.step() == Step.CHECKING;
    if (state.hold() != null || !(checks || readiness.comesNext(planned))) {
      return Stream.of();
    }
    Stream<Instant> delay = Stream.ofNullable(stage.notBefore());
    return planned.atEnd() && !checks
        ? latest(Stream.concat(delay, silence(readiness.beforeTheEnd())))
        : delay;
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
