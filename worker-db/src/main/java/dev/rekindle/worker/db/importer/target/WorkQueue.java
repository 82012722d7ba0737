package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.target.Lanes.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits for a lane: the most urgent first, no more bytes than the budget, by subject. */
final class WorkQueue {

  /**
   * A piece of work.
   *
   * @param settings how many settings its session must have
   * @param bytes that it counts against the budget
   */
  record Job(String subject, long urgency, long number, int settings, long bytes, Work work) {}

  private static final long A_MOMENT = Duration.ofMillis(20).toNanos();

  private final long budget;
  private final ReentrantLock guard = new ReentrantLock();
  private final Condition changed = guard.newCondition();
  private final PriorityQueue<Job> ready =
      new PriorityQueue<>(
          Comparator.comparingLong(Job::urgency).reversed().thenComparingLong(Job::number));
  private final Map<String, Integer> pending = new HashMap<>();
  private final Map<String, List<Job>> followers = new HashMap<>();
  private final List<Work> settings = new ArrayList<>();
  private long numbers;
  private long changes;
  private long bytesUnderWay;
  private int idle;
  private boolean closed;
  private @Nullable Throwable failure;

  WorkQueue(long budget) {
    this.budget = budget;
  }

  void setting(Work setting) {
    guarded(() -> settings.add(setting));
  }

  /** The settings from one number to another. */
  List<Work> settings(int from, int to) {
    guard.lock();
    try {
      return from >= to ? List.of() : List.copyOf(settings.subList(from, to));
    } finally {
      guard.unlock();
    }
  }

  void add(String subject, long urgency, long bytes, Work work) {
    guarded(() -> {
      bytesUnderWay += bytes;
      count(subject, 1);
      ready.add(new Job(subject, urgency, ++numbers, settings.size(), bytes, work));
    });
  }

  /** Adds work that waits until all on an earlier subject has ended. */
  void addAfter(String earlier, String subject, long urgency, Work work) {
    guarded(() -> {
      count(subject, 1);
      Job job = new Job(subject, urgency, ++numbers, settings.size(), 0, work);
      if (!earlier.equals(subject) && pending.containsKey(earlier)) {
        followers.computeIfAbsent(earlier, key -> new ArrayList<>()).add(job);
      } else {
        ready.add(job);
      }
    });
  }

  private void guarded(Runnable change) {
    guard.lock();
    try {
      change.run();
      changes++;
      changed.signalAll();
    } finally {
      guard.unlock();
    }
  }

  private void count(String subject, int change) {
    pending.merge(subject, change, (a, b) -> a + b == 0 ? null : a + b);
  }

  /** Whether more work waits than lanes do. */
  boolean wantsLane() {
    guard.lock();
    try {
      return !closed && failure == null && ready.size() > idle;
    } finally {
      guard.unlock();
    }
  }

  /** The next work; waits for it; null when there will be none. */
  @Nullable Job take() {
    guard.lock();
    try {
      while (!closed && failure == null) {
        Job job = ready.poll();
        if (job != null) {
          return job;
        }
        idle++;
        changed.awaitUninterruptibly();
        idle--;
      }
      return null;
    } finally {
      guard.unlock();
    }
  }

  void ended(Job job) {
    guarded(() -> {
      bytesUnderWay -= job.bytes();
      count(job.subject(), -1);
      if (!pending.containsKey(job.subject())) {
        ready.addAll(followers.getOrDefault(job.subject(), List.of()));
        followers.remove(job.subject());
      }
    });
  }

  /** Ends all; the first reason stays. */
  void fail(Throwable reason) {
    guarded(() -> {
      if (failure == null && !closed) {
        failure = reason;
      }
    });
  }

  void close() {
    guarded(() -> {
      closed = true;
      ready.clear();
    });
  }

  boolean hasRoom(long bytes) {
    return holds(queue -> queue.bytesUnderWay == 0 || queue.bytesUnderWay + bytes <= budget);
  }

  boolean hasEnded(String subject) {
    return holds(queue -> !queue.pending.containsKey(subject));
  }

  boolean isEmpty() {
    return holds(queue -> queue.pending.isEmpty());
  }

  private boolean holds(Predicate<WorkQueue> condition) {
    guard.lock();
    try {
      return condition.test(this);
    } finally {
      guard.unlock();
    }
  }

  @Nullable Throwable failure() {
    guard.lock();
    try {
      return failure;
    } finally {
      guard.unlock();
    }
  }

  /** Waits for a change, a moment at most. */
  void pause() throws InterruptedException {
    guard.lock();
    try {
      long before = changes;
      long left = A_MOMENT;
      while (left > 0 && changes == before) {
        left = changed.awaitNanos(left);
      }
    } finally {
      guard.unlock();
    }
  }
}
