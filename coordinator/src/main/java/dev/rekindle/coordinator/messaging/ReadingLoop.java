package dev.rekindle.coordinator.messaging;

/**
 * A loop around a consumer, which must be ended from within: an interrupt would leave it half open.
 */
interface ReadingLoop extends Runnable {

  /** Ends the loop soon; its thread closes the consumer. */
  void stop();
}
