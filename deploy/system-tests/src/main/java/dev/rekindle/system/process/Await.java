package dev.rekindle.system.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something by asking again and again. */
public final class Await {

  private Await() {}

  /**
   * Returns when the condition holds; {@link IllegalStateException} with the story when it does not
   * in time.
   */
  public static void until(Duration patience, Supplier<String> what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Waited " + patience.toSeconds() + " s for " + what.get());
      }
      pause(Duration.ofMillis(100));
    }
  }

  /** Sleeps; an interrupt ends the wait with an exception. */
  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
