package dev.rekindle.worker.kit.stage;

import java.time.Duration;

/** Runs clean-up that must happen although the attempt's thread was interrupted. */
public final class Uninterrupted {

  private Uninterrupted() {}

  /**
   * Runs the work on a thread of its own, waits at most the limit, and keeps the caller's
   * interrupt. A failure of the work is thrown to the caller; when the limit passes the work is
   * interrupted and {@code false} comes back.
   */
  public static boolean within(Duration limit, Runnable work) {
    boolean interrupted = Thread.interrupted();
    Failure failure = new Failure();
    Thread thread =
        Thread.ofVirtual().uncaughtExceptionHandler((t, e) -> failure.seen = e).start(work);
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (thread.isAlive() && System.nanoTime() < end) {
        try {
          if (thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
            break;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (thread.isAlive()) {
      thread.interrupt();
      return false;
    }
    failure.rethrow();
    return true;
  }

  private static final class Failure {
    private volatile @org.jspecify.annotations.Nullable Throwable seen;

    private void rethrow() {
      switch (seen) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}
