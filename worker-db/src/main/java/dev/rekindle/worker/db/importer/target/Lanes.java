package dev.rekindle.worker.db.importer.target;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Connections beside the main one, each on a thread of its own, opened when there is work for them.
 * Work waits in one queue, the most urgent first; how many bytes of rows may wait or be under way
 * is bounded, so that a fast reader does not fill the memory. The first failure ends all of them;
 * the next call of the reader throws it.
 *
 * <p>Work has a subject, such as a table. What is to happen {@link #after} a subject starts once
 * all work on it that was handed over before has ended. All public methods belong to the reader's
 * thread.
 */
public final class Lanes implements AutoCloseable {

  /** Something done on a lane's session. */
  public interface Work {
    void on(Session session) throws SQLException;
  }

  /** Opens the session of a lane; numbers begin at 1. */
  interface Opening {
    Session open(int lane) throws SQLException;
  }

  private static final Duration LAST_WORD = Duration.ofSeconds(5);

  private final Opening opening;
  private final Dialect dialect;
  private final Runnable tick;
  private final int most;
  private final WorkQueue queue;

  private final List<Thread> threads = new ArrayList<>();
  private final Object opened = new Object();
  private final Map<Integer, Session> sessions = new HashMap<>();
  private volatile boolean full;

  /**
   * @param most connections at once
   * @param budget bytes of rows that may wait or be under way
   * @param tick called now and then while the reader waits; throws to end the import
   */
  Lanes(Opening opening, Dialect dialect, int most, long budget, Runnable tick) {
    this.opening = opening;
    this.dialect = dialect;
    this.most = most;
    this.queue = new WorkQueue(budget);
    this.tick = tick;
  }

  /** Every session does this before whatever is handed over from now on. */
  public void setting(Work setting) {
    queue.setting(setting);
  }

  /** Hands rows over; waits while too many bytes are under way. */
  public void rows(String subject, long bytes, Work work) {
    until(() -> queue.hasRoom(bytes));
    queue.add(subject, 0, bytes, work);
    open();
  }

  /**
   * Hands work over that starts when an earlier subject's work has ended.
   *
   * @param subject of the work itself
   * @param urgency the higher goes first; rows have 0
   */
  public void after(String earlier, String subject, long urgency, Work work) {
    queue.addAfter(earlier, subject, urgency, work);
    open();
  }

  /** Waits until no work on a subject is left. */
  public void await(String subject) {
    until(() -> queue.hasEnded(subject));
  }

  /** Waits until no work is left. */
  public void awaitAll() {
    until(queue::isEmpty);
  }

  /** Whether the server has refused to open more connections, so that fewer do the work. */
  boolean isFull() {
    return full;
  }

  private void until(BooleanSupplier condition) {
    while (true) {
      rethrow();
      if (condition.getAsBoolean()) {
        return;
      }
      open();
      tick.run();
      try {
        queue.pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while an import waited", e);
      }
    }
  }

  private void rethrow() {
    switch (queue.failure()) {
      case null -> {}
      case SQLException e -> throw dialect.problem("Loading", e);
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void open() {
    if (threads.size() < most && !full && queue.wantsLane()) {
      int lane = threads.size() + 1;
      Thread thread = new Thread(() -> run(lane), "import-lane-" + lane);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void run(int lane) {
    try (Session session = opening.open(lane)) {
      synchronized (opened) {
        sessions.put(lane, session);
      }
      int applied = 0;
      for (WorkQueue.Job job = queue.take(); job != null; job = queue.take()) {
        for (Work setting : queue.settings(applied, job.settings())) {
          setting.on(session);
          applied++;
        }
        job.work().on(session);
        queue.ended(job);
      }
    } catch (SQLException e) {
      if (lane > 1 && dialect.isFull(e)) {
        full = true;
      } else {
        queue.fail(e);
      }
    } catch (RuntimeException | Error e) {
      queue.fail(e);
    }
  }

  /** Lets what is under way end within a moment, and ends the connections. */
  @Override
  public void close() {
    queue.close();
    if (!ended(LAST_WORD)) {
      synchronized (opened) {
        sessions.values().forEach(Session::abort);
      }
      ended(LAST_WORD);
    }
  }

  private boolean ended(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    boolean all = true;
    try {
      for (Thread thread : threads) {
        all &= thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
