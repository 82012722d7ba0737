package dev.rekindle.coordinator.engine.simulation;

import static dev.rekindle.coordinator.restore.StageStatus.DISPATCHED;
import static dev.rekindle.coordinator.restore.StageStatus.FAILED;
import static dev.rekindle.coordinator.restore.StageStatus.READY;
import static dev.rekindle.coordinator.restore.StageStatus.RUNNING;
import static dev.rekindle.coordinator.restore.StageStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.coordinator.restore.RestoreFact;
import dev.rekindle.coordinator.restore.StageStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The simulation gets everywhere, except where there is a reason why nothing can. */
class TransitionCoverageTest {

  private static final int RESTORES = 2000;

  /**
   * A fact that meets stages in few states.
   *
   * @param only the states it can meet
   */
  private record Narrow(
      Class<? extends RestoreFact.OfStage> fact, Set<StageStatus> only, String reason) {}

  private static final List<Narrow> NARROW =
      List.of(
          new Narrow(
              RestoreFact.CheckDispatched.class,
              EnumSet.of(WAITING),
              "checks come before the first execution of any stage"),
          new Narrow(
              RestoreFact.CheckAnswered.class,
              EnumSet.of(WAITING),
              "checks come before the first execution of any stage"),
          new Narrow(
              RestoreFact.StageDispatched.class,
              EnumSet.of(WAITING),
              "a stage has one attempt at a time, and what has ended is reset before it runs again"),
          new Narrow(
              RestoreFact.AttemptAdmitted.class,
              EnumSet.of(DISPATCHED),
              "an attempt is admitted once"),
          new Narrow(
              RestoreFact.LeaseRenewed.class,
              EnumSet.of(RUNNING),
              "only an admitted attempt has a lease"),
          new Narrow(
              RestoreFact.StageSucceeded.class,
              EnumSet.of(DISPATCHED, RUNNING),
              "only the attempt of that time succeeds; the admission may have been overtaken"),
          new Narrow(
              RestoreFact.AttemptFailed.class,
              EnumSet.of(WAITING, DISPATCHED, RUNNING),
              "only the attempt of that time fails; waiting stages have checks"),
          new Narrow(
              RestoreFact.AttemptLost.class,
              EnumSet.of(RUNNING),
              "only an admitted attempt has a lease to lose"),
          new Narrow(
              RestoreFact.AttemptUnanswered.class,
              EnumSet.of(WAITING, DISPATCHED),
              "an admitted attempt was answered; waiting stages have checks"),
          new Narrow(
              RestoreFact.AttemptRefused.class,
              EnumSet.of(WAITING, DISPATCHED),
              "an admitted attempt is not refused; waiting stages have checks"),
          new Narrow(
              RestoreFact.AttemptCancelRequested.class,
              EnumSet.of(DISPATCHED, RUNNING),
              "only what runs is cancelled; checks are let run, they change nothing"),
          new Narrow(
              RestoreFact.AttemptCancelled.class,
              EnumSet.of(DISPATCHED, RUNNING),
              "only the attempt of that time says so"),
          new Narrow(
              RestoreFact.StageSkipped.class,
              EnumSet.of(WAITING, FAILED),
              "what runs, was done, or never will be is not skipped"),
          new Narrow(
              RestoreFact.EndStageSkipped.class,
              EnumSet.of(WAITING),
              "it takes the place of the dispatch"),
          new Narrow(
              RestoreFact.StageCancelled.class,
              EnumSet.of(WAITING, FAILED),
              "what runs ends by its own word first, what was done stays done"));

  @Test
  void the_simulation_reaches_every_pair_that_is_possible_and_no_other() {
    // Given
    Transitions transitions = new Transitions();

    // When
    LongStream.range(0, RESTORES).parallel().forEach(seed -> simulate(seed, transitions));

    // Then
    assertThat(transitions.met())
        .as("impossible, it is said")
        .doesNotContainAnyElementsOf(impossible());
    assertThat(without(Transitions.all(), impossible(), transitions.met()))
        .as("never met")
        .isEmpty();
  }

  @SafeVarargs
  private static Set<String> without(Set<String> all, Set<String>... some) {
    Set<String> rest = new TreeSet<>(all);
    Arrays.stream(some).forEach(rest::removeAll);
    return rest;
  }

  private static void simulate(long seed, Transitions transitions) {
    Random random = new Random(seed);
    int thinning = 1 + random.nextInt(4);
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    Arrays.stream(Fault.values()).filter(_ -> random.nextInt(thinning) == 0).forEach(faults::add);
    if (seed % 2 == 0) {
      // The rare pairs are late words of attempts that were given up.
      faults.addAll(Set.of(Fault.ZOMBIE_WORKERS, Fault.IMPATIENT_PEOPLE));
    }
    new SimulatedWorld(seed, 1 + random.nextInt(7), faults, transitions).run();
  }

  private static Set<String> impossible() {
    Set<String> pairs = new TreeSet<>();
    for (Narrow narrow : NARROW) {
      Set<StageStatus> never = EnumSet.complementOf(EnumSet.copyOf(narrow.only()));
      never.remove(READY);
      never.forEach(status -> pairs.add(Transitions.pair(status, narrow.fact())));
    }
    return pairs;
  }
}
