package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.RestorePhase;
import dev.rekindle.coordinator.restore.RestoreState;
import dev.rekindle.coordinator.restore.StageStatus;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Which inputs met which restores, and which facts met which stages. Thread-safe. */
final class Transitions {

  private final Set<String> met = new ConcurrentSkipListSet<>();

  void input(RestoreState state, RestoreInput input) {
    met.add(pair(state.phase(), input.getClass()));
  }

  void fact(RestoreState before, RestoreFact fact) {
    if (fact instanceof RestoreFact.OfStage ofStage) {
      met.add(pair(before.stage(ofStage.stage()).status(), fact.getClass()));
    }
  }

  /** Every pair met, as {@code STATE Name}. */
  Set<String> met() {
    return new TreeSet<>(met);
  }

  /** Every pair there is; {@link StageStatus#READY} is never stored. */
  static Set<String> all() {
    Set<String> all = new TreeSet<>();
    for (RestorePhase phase : RestorePhase.values()) {
      members(RestoreInput.class).forEach(input -> all.add(pair(phase, input)));
    }
    for (StageStatus status : StageStatus.values()) {
      if (status != StageStatus.READY) {
        members(RestoreFact.OfStage.class).forEach(fact -> all.add(pair(status, fact)));
      }
    }
    return all;
  }

  static String pair(Enum<?> state, Class<?> what) {
    return state + " " + what.getSimpleName();
  }

  private static Stream<Class<?>> members(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Transitions::members)
        : Stream.of(type);
  }
}
