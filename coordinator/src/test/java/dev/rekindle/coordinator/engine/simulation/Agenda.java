package dev.rekindle.coordinator.engine.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/** Time, chance and what is to happen next in a scenario; and what did, for whoever looks. */
final class Agenda {

  private record Event(Instant at, long order, Runnable action) {}

  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  /** After that nothing goes wrong any more: what does not end then has no excuse. */
  private static final Instant CALM = BEGIN.plus(Duration.ofMinutes(40));

  private final Scenario scenario;
  private final Random random;

  /** One for each hazard, so that leaving one out leaves the others as they are. */
  private final Map<Hazard, Random> chances = new EnumMap<>(Hazard.class);

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
  private final List<String> chronicle = new ArrayList<>();
  private final boolean writing;
  private Instant now = BEGIN;
  private long scheduled;
  private int faults;
  private long steps;

  Agenda(Scenario scenario, boolean writing) {
    this.scenario = scenario;
    this.writing = writing;
    this.random = new Random(scenario.seed());
    for (Hazard hazard : scenario.hazards()) {
      chances.put(hazard, new Random(scenario.seed() * 31 + hazard.ordinal() + 1));
    }
  }

  Instant now() {
    return now;
  }

  Random random() {
    return random;
  }

  boolean calm() {
    return now.isAfter(CALM);
  }

  void later(Duration delay, Runnable action) {
    events.add(new Event(now.plus(delay), scheduled++, action));
  }

  /** Lets the next thing happen; false when there is none before that time. */
  boolean step(Instant until) {
    Event event = events.poll();
    if (event == null || event.at().isAfter(until)) {
      return false;
    }
    now = event.at();
    event.action().run();
    return true;
  }

  /** Whether it goes wrong now, once in so many times. */
  boolean fault(Hazard hazard, int oneIn) {
    Random chance = chances.get(hazard);
    if (chance == null || chance.nextInt(oneIn) != 0 || calm()) {
      return false;
    }
    int number = faults++;
    if (scenario.without().contains(number)) {
      return false;
    }
    note("** fault " + number + ": " + hazard);
    return true;
  }

  /** Something that counts: an input to a coordinator, a message that arrived, a write. */
  void counts() {
    steps++;
  }

  void note(String what) {
    if (writing) {
      chronicle.add(Duration.between(BEGIN, now) + "  " + what);
    }
  }

  boolean writing() {
    return writing;
  }

  int faults() {
    return faults;
  }

  long steps() {
    return steps;
  }

  List<String> chronicle() {
    return List.copyOf(chronicle);
  }

  Duration millis(int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least));
  }
}
