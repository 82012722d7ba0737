package dev.rekindle.coordinator.exchange;

/** Messages that were dealt with. The mark itself is part of the append that a message leads to. */
public interface Inbox {

  /** Whether a message of this identity has led to facts. */
  boolean holds(String message);
}
