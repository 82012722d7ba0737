package dev.rekindle.coordinator.exchange;

import java.util.List;
import java.util.Set;

/** Messages not yet confirmed by Kafka. Any number of coordinators may drain it at once. */
public interface Outbox {

  /** Sends messages and answers the ids of those that were confirmed. */
  @FunctionalInterface
  interface Delivery {
    /**
     * Sends.
     *
     * @param queues one list a restore and topic, in the order in which its messages must go; one
     *     counts as confirmed only when all earlier ones of its list were
     */
    Set<Long> send(List<List<OutgoingMessage>> queues);
  }

  /**
   * Takes the waiting messages of some restores, so that no other coordinator touches these, hands
   * them over and forgets what was confirmed.
   *
   * @param restores how many restores at most
   */
  Drained drain(int restores, Delivery delivery);

  /**
   * What a round did.
   *
   * @param taken messages handed over
   * @param sent messages confirmed
   */
  record Drained(int taken, int sent) {}
}
