package dev.rekindle.coordinator.exchange;

import java.time.Instant;

/** Messages that were dealt with. The mark itself is part of the append that a message leads to. */
public interface Inbox {

  /**
   * Forgets marks of messages that came before that time, unless their restore is still open.
   *
   * @return how many, {@code atMost} when there may be more
   */
  int forget(Instant before, int atMost);
}
