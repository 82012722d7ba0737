package dev.rekindle.coordinator.engine.simulation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is simulated. The same scenario always runs the same way.
 *
 * @param seed of everything random
 * @param restores how many are started
 * @param applications they compete for; two to a cluster
 * @param stages of each plan, besides those at the end
 * @param coordinators over the one journal
 * @param without numbers of faults that would happen and do not; for finding the smallest failure
 */
record Scenario(
    long seed,
    int restores,
    int applications,
    int stages,
    int coordinators,
    Set<Hazard> hazards,
    Set<Integer> without) {

  Scenario {
    // In order, so that whatever goes through them does so alike in every run.
    hazards = Collections.unmodifiableSet(new TreeSet<>(hazards));
    without = Collections.unmodifiableSet(new TreeSet<>(without));
  }

  /** Some scenario. */
  static Scenario of(long seed) {
    Random random = new Random(seed);
    int thinning = 1 + random.nextInt(4);
    Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
    for (Hazard hazard : Hazard.values()) {
      if (random.nextInt(thinning) == 0) {
        hazards.add(hazard);
      }
    }
    return new Scenario(
        seed,
        1 + random.nextInt(6),
        1 + random.nextInt(3),
        1 + random.nextInt(6),
        1 + random.nextInt(3),
        hazards,
        Set.of());
  }

  Scenario seed(long seed) {
    return new Scenario(seed, restores, applications, stages, coordinators, hazards, without);
  }

  Scenario restores(int restores) {
    return new Scenario(seed, restores, applications, stages, coordinators, hazards, without);
  }

  Scenario applications(int applications) {
    return new Scenario(seed, restores, applications, stages, coordinators, hazards, without);
  }

  Scenario stages(int stages) {
    return new Scenario(seed, restores, applications, stages, coordinators, hazards, without);
  }

  Scenario coordinators(int coordinators) {
    return new Scenario(seed, restores, applications, stages, coordinators, hazards, without);
  }

  Scenario hazards(Set<Hazard> hazards) {
    return new Scenario(seed, restores, applications, stages, coordinators, hazards, without);
  }

  Scenario without(Set<Integer> without) {
    return new Scenario(seed, restores, applications, stages, coordinators, hazards, without);
  }
}
