package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.worker.kit.stage.StageOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.MDC;

/** Runs admitted work on virtual threads, with heartbeats and deadlines. */
final class AttemptRunner implements AutoCloseable {

  /** Progress is told at most this often; people watch it. */
  private static final Duration PROGRESS = Duration.ofMillis(500);

  private final Semaphore places;
  private final Semaphore checks;
  private final AttemptMeter meter;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor clockwork;

  AttemptRunner(DeskSettings settings, AttemptMeter meter, Clock clock) {
    this.places = new Semaphore(settings.capacity(), true);
    this.checks = new Semaphore(settings.checks(), true);
    this.meter = meter;
    this.clock = clock;
    this.clockwork =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("rekindle-heartbeats").factory());
    clockwork.setRemoveOnCancelPolicy(true);
  }

  /** Runs something short that must not happen under a caller's monitor. */
  void apart(Runnable task) {
    Thread.ofVirtual().name("rekindle-cancel").start(task);
  }

  /**
   * @param older attempts of the same stage in this process; their threads have ended before this
   *     one's work begins
   * @param over gets the final report
   */
  void start(LiveAttempt attempt, Work work, List<LiveAttempt> older, Consumer<StageReport> over) {
    // A sixth of the lease at most, with a margin for a late thread.
    Duration interval = attempt.context().lease().dividedBy(7);
    long period = Math.max(20, Math.min(interval.toMillis(), PROGRESS.toMillis()));
    ScheduledFuture<?> beats =
        clockwork.scheduleWithFixedDelay(
            () -> attempt.beat(interval), period, period, TimeUnit.MILLISECONDS);
    ScheduledFuture<?> deadline =
        clockwork.schedule(
            () -> apart(() -> attempt.end(new Ending.DeadlinePassed())),
            Duration.between(clock.instant(), attempt.deadline()).toMillis(),
            TimeUnit.MILLISECONDS);
    Thread thread =
        Thread.ofVirtual()
            .name("attempt-" + attempt.ref().stage() + "-" + attempt.ref().number())
            .unstarted(() -> {
              named(attempt.ref());
              Work.Word word = wordOf(attempt, work, older);
              beats.cancel(false);
              deadline.cancel(false);
              over.accept(attempt.finish(word.report()));
            });
    attempt.startsOn(thread);
    thread.start();
  }

  /** What the thread logs from now on is about this attempt, whoever writes the line. */
  private static void named(AttemptRef ref) {
    MDC.put("restoreId", ref.restore().toString());
    MDC.put("stageId", ref.stage().value());
    MDC.put("attempt", Integer.toString(ref.number()));
  }

  private Work.Word wordOf(LiveAttempt attempt, Work work, List<LiveAttempt> older) {
    Semaphore lane = work.executes() ? places : checks;
    boolean placed = false;
    try {
      if (attempt.cancelled()) {
        throw new InterruptedException("Cancelled before it began");
      }
      for (LiveAttempt old : older) {
        old.awaitOver();
      }
      lane.acquire();
      placed = true;
      long began = System.nanoTime();
      attempt.begins();
      Work.Word word = work.task().apply(attempt);
      meter.ended(
          attempt.ref(), work.kind(), word.name(), Duration.ofNanos(System.nanoTime() - began));
      return word;
    } catch (InterruptedException e) {
      // Only end() interrupts, and nothing was done yet.
      return Work.ended(new StageOutcome.Cancelled(true), attempt);
    } finally {
      if (placed) {
        lane.release();
      }
    }
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
