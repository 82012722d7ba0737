package dev.rekindle.sandbox.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Patience with a limit. */
public final class Waiting {

  private Waiting() {}

  /** Waits until {@code done}; gives up with the reason when the limit passes. */
  public static void until(String what, Duration limit, BooleanSupplier done) {
    until(what, limit, () -> true, () -> "", done);
  }

  /** Waits until {@code done}; gives up early when the thing waited for is no longer alive. */
  public static void until(
      String what,
      Duration limit,
      BooleanSupplier alive,
      Supplier<String> lastWords,
      BooleanSupplier done) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!done.getAsBoolean()) {
      if (!alive.getAsBoolean()) {
        throw new IllegalStateException(what + " ended while starting: " + lastWords.get());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            what + " not ready after " + limit.toSeconds() + " s: " + lastWords.get());
      }
      pause(Duration.ofMillis(50));
    }
  }

  /** Sleeps; an interrupt ends the sleep and stays visible. */
  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting", e);
    }
  }
}
