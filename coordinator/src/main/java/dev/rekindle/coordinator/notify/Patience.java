package dev.rekindle.coordinator.notify;

import java.time.Duration;
import java.time.Instant;

/**
 * When a notification that could not be delivered is tried again, and when no more.
 *
 * @param first after the first failure; doubled after each
 * @param longest between two tries
 * @param limit after the first failure of a notification it is given up
 * @param oldest of a fact that is told at all: nobody wants to hear of last week's
 */
record Patience(Duration first, Duration longest, Duration limit, Duration oldest) {

  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofHours(24));

  /** Of a notification that failed. */
  record Failing(Instant since, Instant next, Duration pause) {}

  Failing begin(Instant now) {
    return new Failing(now, now.plus(first), first);
  }

  Failing again(Failing failing, Instant now) {
    Duration doubled = failing.pause().multipliedBy(2);
    Duration pause = doubled.compareTo(longest) > 0 ? longest : doubled;
    return new Failing(failing.since(), now.plus(pause), pause);
  }

  boolean over(Failing failing, Instant now) {
    return now.isAfter(failing.since().plus(limit));
  }
}
