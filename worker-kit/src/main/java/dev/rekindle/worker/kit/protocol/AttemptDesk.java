package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.RefusalCode;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageCommand.CancelStage;
import dev.rekindle.contract.message.StageCommand.CheckStage;
import dev.rekindle.contract.message.StageCommand.ExecuteStage;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.worker.kit.stage.StageHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where commands arrive: admits, refuses, repeats answers, cancels. Knows no transport. Its monitor
 * guards who is live; handlers run outside of it.
 */
public final class AttemptDesk implements AutoCloseable {

  private final DeskSettings settings;
  private final HandlerRegistry handlers;
  private final ReportSink sink;
  private final Clock clock;
  private final AttemptRunner runner;
  private final Map<AttemptId, LiveAttempt> live = new HashMap<>();
  private final AttemptMemory memory = new AttemptMemory();
  private int executing;
  private boolean stopping;

  public AttemptDesk(
      DeskSettings settings,
      HandlerRegistry handlers,
      ReportSink sink,
      AttemptMeter meter,
      Clock clock) {
    this.settings = settings;
    this.handlers = handlers;
    this.sink = sink;
    this.clock = clock;
    this.runner = new AttemptRunner(settings, meter, clock);
  }

  /** Handles one command; returns at once. The same command twice is harmless. */
  public synchronized void accept(StageCommand command) {
    switch (command) {
      case CheckStage(var ref, var context, var spec) -> offer(ref, context, spec, false);
      case ExecuteStage(var ref, var context, var spec) -> offer(ref, context, spec, true);
      case CancelStage(var ref, var _, var reason) -> cancel(ref, reason);
    }
  }

  /** Answers a command whose specification this version does not know. */
  public synchronized void refuseUnknown(AttemptRef ref, String kind) {
    refuse(ref, RefusalCode.UNKNOWN_KIND, "This worker has no handler for kind " + kind);
  }

  /** Attempts and checks admitted and not ended. */
  public synchronized int running() {
    return live.size();
  }

  private void cancel(AttemptRef ref, String reason) {
    AttemptId id = AttemptId.of(ref);
    LiveAttempt attempt = live.get(id);
    if (attempt != null) {
      runner.apart(() -> attempt.end(new Ending.Cancelled(reason)));
    } else {
      memory.lastOf(id).ifPresentOrElse(sink::send, () -> memory.cancelled(id, reason));
    }
  }

  private <S extends StageSpec> void offer(
      AttemptRef ref, StageContext context, S spec, boolean execute) {
    AttemptId id = AttemptId.of(ref);
    LiveAttempt same = live.get(id);
    if (same != null) {
      same.repeat();
      return;
    }
    Optional<StageReport> before = memory.lastOf(id);
    if (before.isPresent()) {
      sink.send(before.get());
      return;
    }
    Optional<LiveAttempt> newest = newestOf(id);
    if (newest.isPresent() && newest.get().ref().number() > id.number()) {
      StageReport word = reportsOf(ref).superseded(newest.get().ref().fence());
      memory.ended(id, word);
      sink.send(word);
      return;
    }
    Optional<StageHandler<S>> handler = handlers.handlerOf(spec);
    Refusal refusal = refusalOf(context, handler.isPresent(), execute, newest.isPresent());
    if (refusal != null) {
      refuse(ref, refusal.code(), refusal.detail());
      return;
    }
    admit(ref, context, Work.of(handler.orElseThrow(), spec, execute));
  }

  private record Refusal(RefusalCode code, String detail) {}

  /**
   * @param follows whether it replaces a live attempt of its stage, and so needs no further place
   */
  private @Nullable Refusal refusalOf(
      StageContext context, boolean known, boolean execute, boolean follows) {
    if (stopping) {
      return new Refusal(RefusalCode.STOPPING, "This worker is stopping");
    }
    if (!settings.clusters().contains(context.cluster())) {
      return new Refusal(
          RefusalCode.WRONG_CLUSTER, "This worker does not serve cluster " + context.cluster());
    }
    if (!known) {
      return new Refusal(RefusalCode.UNKNOWN_KIND, "This worker has no handler for the kind");
    }
    if (!clock.instant().isBefore(context.deadline())) {
      return new Refusal(RefusalCode.TOO_LATE, "The deadline passed at " + context.deadline());
    }
    if (execute && !follows && executing >= settings.capacity() + settings.queue()) {
      return new Refusal(RefusalCode.BUSY, "All " + executing + " places are taken");
    }
    return null;
  }

  private void admit(AttemptRef ref, StageContext context, Work work) {
    AttemptId id = AttemptId.of(ref);
    List<LiveAttempt> older = olderThan(id);
    LiveAttempt attempt = new LiveAttempt(ref, context, reportsOf(ref), sink);
    live.put(id, attempt);
    executing += work.executes() ? 1 : 0;
    attempt.admitted();
    memory.cancelOf(id).ifPresent(reason -> attempt.end(new Ending.Cancelled(reason)));
    older.forEach(old -> runner.apart(() -> old.end(new Ending.Overtaken(ref.fence()))));
    runner.start(attempt, work, older, last -> over(id, work, last));
  }

  private synchronized void over(AttemptId id, Work work, StageReport last) {
    live.remove(id);
    executing -= work.executes() ? 1 : 0;
    memory.ended(id, last);
  }

  private void refuse(AttemptRef ref, RefusalCode code, String detail) {
    StageReport refusal = reportsOf(ref).refused(code, detail);
    memory.refused(AttemptId.of(ref), refusal);
    sink.send(refusal);
  }

  private Reports reportsOf(AttemptRef ref) {
    return new Reports(ref, settings.worker(), clock, memory.sequenceOf(AttemptId.of(ref)));
  }

  private Optional<LiveAttempt> newestOf(AttemptId id) {
    return ofStage(id).stream().max(Comparator.comparingInt(a -> a.ref().number()));
  }

  private List<LiveAttempt> olderThan(AttemptId id) {
    return ofStage(id).stream().filter(a -> a.ref().number() < id.number()).toList();
  }

  private List<LiveAttempt> ofStage(AttemptId id) {
    return live.values().stream()
        .filter(a -> a.ref().restore().equals(id.restore()) && a.ref().stage().equals(id.stage()))
        .toList();
  }

  /** Refuses new work, tells all attempts to end, and waits for them. */
  public void stop(Duration patience) {
    List<LiveAttempt> told;
    synchronized (this) {
      stopping = true;
      told = List.copyOf(live.values());
    }
    told.forEach(attempt -> attempt.end(new Ending.Stopping()));
    long until = System.nanoTime() + patience.toNanos();
    while (running() > 0 && System.nanoTime() < until) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
    runner.close();
  }
}
