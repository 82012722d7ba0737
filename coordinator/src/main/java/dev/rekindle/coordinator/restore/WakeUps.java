package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When a restore must look at the clock although nobody says anything. */
final class WakeUps {

  private WakeUps() {}

  static @Nullable Instant next(RestoreState state) {
    if (state.step().phase().terminal()) {
      return null;
    }
    return Stream.concat(
            reminders(state),
            state.stages().entrySet().stream().flatMap(entry -> stage(state, entry)))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static Stream<Instant> reminders(RestoreState state) {
    Hold hold = state.hold();
    return hold != null
        ? Stream.of(hold.nextReminder())
        : Stream.ofNullable(state.approval().nextReminder());
  }

  private static Stream<Instant> stage(RestoreState state, Map.Entry<StageId, StageState> entry) {
    StageState stage = entry.getValue();
    LiveAttempt current = stage.current();
    if (current != null) {
      return Stream.of(Leases.judgedAt(state, current));
    }
    if (state.hold() != null && !state.ending()) {
      return Stream.of();
    }
    return Stream.concat(
        stage.status().ended() ? Stream.of() : Stream.ofNullable(stage.notBefore()),
        silence(state, stage));
  }

  /** Matters only to the stages at the end, which wait until nothing else can be running. */
  private static Stream<Instant> silence(RestoreState state, StageState stage) {
    boolean endWaits =
        state.stages().entrySet().stream()
            .anyMatch(entry ->
                !entry.getValue().status().ended() && state.planned(entry.getKey()).atEnd());
    boolean awaited = state.ending() ? !stage.status().ended() || endWaits : endWaits;
    return awaited
        ? stage.former().stream()
            .filter(former -> !former.harmless())
            .map(FormerAttempt::silentUntil)
        : Stream.of();
  }
}
