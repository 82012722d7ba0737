package dev.rekindle.coordinator.engine.simulation;

import dev.rekindle.coordinator.restore.RestoreState;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Thousands of restores in a bad world; {@link HistoryRules} says what must hold in each. */
class RestoreSimulationPropertyTest {

  /** The same restores in every build, so that a red build can be repeated. */
  @Property(tries = 2000, seed = "20261124", shrinking = ShrinkingMode.BOUNDED)
  void every_restore_keeps_the_rules_and_comes_to_an_end(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int stages,
      @ForAll Set<Fault> faults) {
    new SimulatedWorld(seed, stages, faults).run();
  }

  /** Other restores each time: what is rarer than one in some thousands shows here. */
  @Tag("long")
  @Property(tries = 100_000, shrinking = ShrinkingMode.BOUNDED)
  void restores_never_tried_before_keep_the_rules_too(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int stages,
      @ForAll Set<Fault> faults) {
    new SimulatedWorld(seed, stages, faults).run();
  }

  @Test
  void without_faults_and_with_helpful_people_every_restore_ends() {
    for (long seed = 0; seed < 200; seed++) {
      RestoreState end = new SimulatedWorld(seed, 6, EnumSet.noneOf(Fault.class)).run();
      if (!end.phase().terminal()) {
        throw new AssertionError("seed " + seed + " ends as " + end.phase());
      }
    }
  }
}
