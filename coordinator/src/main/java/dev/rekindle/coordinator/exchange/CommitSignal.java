package dev.rekindle.coordinator.exchange;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells waiting threads of this process that something was committed. It is only a hint: who waits
 * looks at the database again, at the latest when the time is up, because another coordinator's
 * commits are not heard here.
 */
public final class CommitSignal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long commits;

  /** Wakes everybody who waits. */
  public void ring() {
    lock.lock();
    try {
      commits++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How often it rang; to be read before looking at the database. */
  public long seen() {
    lock.lock();
    try {
      return commits;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it rang after {@code seen}, or the time is up. */
  public void await(long seen, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (commits == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
