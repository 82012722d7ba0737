package dev.rekindle.coordinator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Installations in a bad world: no data twice or missing, nothing done by whoever was thought dead,
 * and every restore comes to its end. A failure says its seed, and the smallest scenario found that
 * fails alike with all that happened in it.
 */
class FleetSimulationTest {

  /** The same in every build, so that a red build can be repeated. */
  private static final long FIRST = 20_261_124;

  @Test
  void installations_in_a_bad_world_lose_nothing_and_do_nothing_twice() {
    simulate(LongStream.range(FIRST, FIRST + 250));
  }

  /** Others each time, some millions of steps. */
  @Tag("long")
  @Test
  void installations_never_tried_before_lose_nothing_either() {
    long first = System.nanoTime();
    simulate(LongStream.range(first, first + 6_000));
  }

  /** Something breaks when a worker dies for the fourth time while there are two restores. */
  @Test
  void a_failure_is_shrunk_to_what_it_needs() {
    Scenario big =
        new Scenario(7, 5, 3, 6, 3, Set.of(Hazard.DYING_WORKERS, Hazard.BROKER_AWAY), Set.of());
    Shrinking.Trial broken =
        (scenario, _) -> {
          boolean fails =
              scenario.restores() >= 2
                  && scenario.hazards().contains(Hazard.DYING_WORKERS)
                  && !scenario.without().contains(3);
          Optional<Throwable> failure = Optional.of(new AssertionError("broken"));
          List<String> history = List.of("the worker dies");
          return new Shrinking.Trial.Outcome(
              fails ? failure : Optional.empty(), fails ? 4 : 0, history);
        };

    AssertionError report = new Shrinking(big, new AssertionError("broken"), broken).report();

    Scenario small = new Scenario(7, 2, 1, 1, 1, Set.of(Hazard.DYING_WORKERS), Set.of(0, 1, 2));
    assertThat(report).hasMessage("seed 7 fails: broken\nshrunk to " + small + "\nthe worker dies");
  }

  private static void simulate(LongStream seeds) {
    AtomicLong steps = new AtomicLong();
    AtomicLong restores = new AtomicLong();
    AtomicLong faults = new AtomicLong();
    long began = System.nanoTime();
    seeds
        .parallel()
        .forEach(seed -> {
          Scenario scenario = Scenario.of(seed);
          Optional<Throwable> failure = Optional.empty();
          try {
            Fleet.Figures figures = new Fleet(scenario, false).run();
            steps.addAndGet(figures.steps());
            restores.addAndGet(figures.restores());
            faults.addAndGet(figures.faults());
          } catch (AssertionError | RuntimeException e) {
            failure = Optional.of(e);
          }
          failure.ifPresent(e -> {
            throw new Shrinking(scenario, e, Fleet::trial).report();
          });
        });
    System.out.printf(
        "simulated steps=%d restores=%d faults=%d seconds=%d%n",
        steps.get(), restores.get(), faults.get(), (System.nanoTime() - began) / 1_000_000_000);
    assertThat(faults.get()).isPositive();
  }
}
