package dev.rekindle.coordinator.engine.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Makes a scenario that fails smaller while it fails: fewer restores, applications, stages,
 * coordinators and kinds of faults, then every single fault that the failure does without.
 */
final class Shrinking {

  /** With fewer restores everything random is another: some seeds are worth a try. */
  private static final int SEEDS = 12;

  /** Runs a scenario. */
  interface Trial {

    /**
     * What went wrong.
     *
     * @param failure empty when all is well
     * @param faults how many there were until then
     * @param chronicle what happened; empty unless it is to be written
     */
    record Outcome(Optional<Throwable> failure, int faults, List<String> chronicle) {}

    Outcome run(Scenario scenario, boolean writing);
  }

  /** What a person reads of a history. */
  private static final int LINES = 400;

  private final Scenario first;
  private final Trial trial;
  private Scenario smallest;
  private Throwable failure;

  Shrinking(Scenario failing, Throwable failure, Trial trial) {
    this.first = failing;
    this.smallest = failing;
    this.failure = failure;
    this.trial = trial;
  }

  /** What is left, with everything that happened in it, for people. */
  AssertionError report() {
    shrink();
    Trial.Outcome outcome = trial.run(smallest, true);
    List<String> all = outcome.chronicle();
    List<String> chronicle = all.subList(Math.max(0, all.size() - LINES), all.size());
    return new AssertionError(
        "seed "
            + first.seed()
            + " fails: "
            + outcome.failure().orElse(failure).getMessage()
            + "\nshrunk to "
            + smallest
            + "\n"
            + String.join("\n", chronicle),
        failure);
  }

  private void shrink() {
    Scenario before;
    int rounds = 0;
    do {
      before = smallest;
      round();
    } while (!before.equals(smallest) && ++rounds < 3);
  }

  private void round() {
    for (Hazard hazard : smallest.hazards()) {
      Set<Hazard> fewer = new HashSet<>(smallest.hazards());
      fewer.remove(hazard);
      attempt(smallest.hazards(fewer), 1);
    }
    lower(smallest.restores(), n -> smallest.restores(n));
    lower(smallest.applications(), n -> smallest.applications(n));
    lower(smallest.stages(), n -> smallest.stages(n));
    lower(smallest.coordinators(), n -> smallest.coordinators(n));
    dropFaults();
  }

  private void lower(int from, IntFunction<Scenario> smaller) {
    for (int n = 1; n < from; n++) {
      if (attempt(smaller.apply(n), SEEDS)) {
        return;
      }
    }
  }

  /** Halves of what is left first, single ones last. */
  private void dropFaults() {
    List<Integer> kept = new ArrayList<>();
    int faults = trial.run(smallest, false).faults();
    for (int number = 0; number < faults; number++) {
      if (!smallest.without().contains(number)) {
        kept.add(number);
      }
    }
    for (int size = kept.size(); size >= 1; size /= 2) {
      for (int at = 0; at < kept.size(); at += size) {
        List<Integer> part = kept.subList(at, Math.min(kept.size(), at + size));
        Set<Integer> without = new HashSet<>(smallest.without());
        without.addAll(part);
        if (attempt(smallest.without(without), 1)) {
          kept = new ArrayList<>(kept);
          kept.removeAll(List.copyOf(part));
          at -= size;
        }
      }
    }
  }

  /** The same rule is broken, whatever it names. */
  private boolean alike(Throwable other) {
    return rule(other).equals(rule(failure));
  }

  private static String rule(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    return text.substring(0, Math.min(text.length(), 20));
  }

  private boolean attempt(Scenario scenario, int seeds) {
    for (int i = 0; i < seeds; i++) {
      Scenario next = scenario.seed(scenario.seed() + i);
      Optional<Throwable> failed = trial.run(next, false).failure();
      if (failed.filter(this::alike).isPresent()) {
        smallest = next;
        failure = failed.get();
        return true;
      }
    }
    return false;
  }
}
