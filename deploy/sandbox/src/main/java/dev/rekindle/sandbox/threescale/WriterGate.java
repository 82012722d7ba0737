package dev.rekindle.sandbox.threescale;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets the sandbox hold all simulated writers still while it takes backup and fingerprint of one
 * moment. A real installation has no such thing, and its backups are as skewed as they are.
 */
public final class WriterGate {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

  /** One writer's step. */
  public interface Step {
    void run() throws Exception;
  }

  /** Runs a step unless the writers are held; then waits. */
  public void write(Step step) throws Exception {
    lock.readLock().lockInterruptibly();
    try {
      step.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Runs while no writer writes. */
  public <T> T still(Callable<T> work) throws Exception {
    lock.writeLock().lock();
    try {
      return work.call();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
