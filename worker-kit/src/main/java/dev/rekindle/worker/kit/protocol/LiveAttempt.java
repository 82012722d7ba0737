package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was admitted and has not ended. Its monitor orders everything it says: after the
 * final report nothing more is sent.
 */
final class LiveAttempt implements Attempt {

  private static final Progress WAITING = new Progress("waiting for a place", 0, 0, "");

  private final AttemptRef ref;
  private final StageContext context;
  private final Reports reports;
  private final ReportSink sink;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
  private Progress progress = WAITING;
  private boolean changed;
  private long lastSent = System.nanoTime();
  private @Nullable Thread thread;
  private @Nullable StageReport last;
  // Written under the monitor, read without it by the handler's polling.
  private volatile @Nullable Ending ending;

  LiveAttempt(AttemptRef ref, StageContext context, Reports reports, ReportSink sink) {
    this.ref = ref;
    this.context = context;
    this.reports = reports;
    this.sink = sink;
  }

  // ---- what the handler uses

  @Override
  public AttemptRef ref() {
    return ref;
  }

  @Override
  public StageContext context() {
    return context;
  }

  @Override
  public synchronized void report(Progress now) {
    boolean sameStep = now.step().equals(progress.step()) && now.unit().equals(progress.unit());
    long done = sameStep ? Math.max(now.done(), progress.done()) : now.done();
    progress = new Progress(now.step(), done, now.total(), now.unit());
    changed = true;
  }

  @Override
  public boolean cancelled() {
    return ending != null;
  }

  @Override
  public void throwIfCancelled() {
    Ending reason = ending;
    if (reason != null) {
      throw AttemptEnded.cancelled(reason.toString());
    }
  }

  @Override
  public Registration onCancel(Runnable hook) {
    synchronized (this) {
      if (ending == null) {
        hooks.add(hook);
        return () -> hooks.remove(hook);
      }
    }
    hook.run();
    return () -> {};
  }

  // ---- what the desk uses

  synchronized void admitted() {
    send(reports.admitted());
  }

  synchronized void startsOn(Thread worker) {
    thread = worker;
  }

  synchronized void begins() {
    progress = new Progress("starting", 0, 0, "");
    changed = true;
  }

  Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }

  /** Tells the handler to end; the first reason stays. */
  void end(Ending reason) {
    List<Runnable> now;
    synchronized (this) {
      if (ending != null || over.getCount() == 0) {
        return;
      }
      ending = reason;
      now = new ArrayList<>(hooks);
    }
    for (Runnable hook : now) {
      try {
        hook.run();
      } catch (RuntimeException e) {
        // A hook that fails must not keep the others, or the interrupt, from happening.
        System.getLogger(LiveAttempt.class.getName())
            .log(System.Logger.Level.WARNING, "A cancel hook failed", e);
      }
    }
    synchronized (this) {
      if (thread != null && over.getCount() > 0) {
        thread.interrupt();
      }
    }
  }

  /**
   * Says how far the work is, when that changed or when nothing was said for an interval.
   *
   * @param interval longest silence
   */
  synchronized void beat(Duration interval) {
    if (changed || System.nanoTime() - lastSent >= interval.toNanos()) {
      repeat();
    }
  }

  /** Says again how far the work is, or how it ended. */
  synchronized void repeat() {
    StageReport before = last;
    if (over.getCount() == 0 && before != null) {
      sink.send(before);
    } else {
      changed = false;
      send(reports.progressed(progress));
    }
  }

  /** Sends the final report, and counts as over. */
  synchronized StageReport finish(Function<Reports, StageReport> word) {
    StageReport report = word.apply(reports);
    last = report;
    over.countDown();
    send(report);
    return report;
  }

  void awaitOver() throws InterruptedException {
    over.await();
  }

  private void send(StageReport report) {
    lastSent = System.nanoTime();
    sink.send(report);
  }
}
