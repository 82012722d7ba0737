package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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
    return Stream.of(
            reminders(state),
            state.stages().entrySet().stream().flatMap(entry -> stage(state, entry)),
            end(state))
        .flatMap(wakeUps -> wakeUps)
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
    if (stage.status().ended()) {
      return Stream.of();
    }
    if (state.ending() && !state.planned(entry.getKey()).atEnd()) {
      // It is cancelled as soon as none of its attempts can be running.
      return silence(Stream.of(stage));
    }
    return state.hold() != null ? Stream.of() : Stream.ofNullable(stage.notBefore());
  }

  /** The stages at the end wait for the last silence of all others, once nothing else runs. */
  private static Stream<Instant> end(RestoreState state) {
    Readiness readiness = new Readiness(state);
    List<StageId> ordinary = readiness.of(Readiness.Part.ORDINARY);
    List<StageId> atEnd = readiness.of(Readiness.Part.AT_END);
    List<StageId> others =
        state.stages().keySet().stream().filter(id -> !atEnd.contains(id)).toList();
    boolean over = ordinary.stream().allMatch(id -> state.stage(id).status().ended());
    boolean runs = others.stream().anyMatch(id -> state.stage(id).current() != null);
    boolean waits = atEnd.stream().anyMatch(id -> !state.stage(id).status().ended());
    return state.hold() == null && over && !runs && waits && untouched(state, atEnd)
        ? silence(others.stream().map(state::stage))
        : Stream.of();
  }

  /** Once one of them was ordered, the silence is behind us. */
  private static boolean untouched(RestoreState state, List<StageId> atEnd) {
    return atEnd.stream()
        .map(state::stage)
        .allMatch(stage -> stage.current() == null && stage.notBefore() == null);
  }

  private static Stream<Instant> silence(Stream<StageState> stages) {
    return stages
        .flatMap(stage -> stage.former().stream())
        .filter(former -> !former.harmless())
        .map(FormerAttempt::silentUntil)
        .max(Comparator.naturalOrder())
        .stream();
  }
}
