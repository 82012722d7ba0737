package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.coordinator.exchange.CommitSignal;
import dev.rekindle.coordinator.view.RestoreViews;
import dev.rekindle.coordinator.view.StageProgress;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Follows one restore for one listener, until it ends or the listener goes. */
final class EventStream implements Runnable {

  private static final Logger LOG = Logger.getLogger(EventStream.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final int PAGE = 500;

  private final RestoreId restore;
  private final RestoreViews views;
  private final Glances glances;
  private final CommitSignal signal;
  private final JournalJson json;
  private final SseEventSink sink;
  private final Sse sse;
  private final BooleanSupplier standing;
  private final Map<StageId, Long> told = new HashMap<>();
  private long seq;
  private long lastSent = System.nanoTime();
  private long lastAsked = System.nanoTime();

  EventStream(
      RestoreId restore,
      long afterSeq,
      RestoreViews views,
      Glances glances,
      CommitSignal signal,
      JournalJson json,
      SseEventSink sink,
      Sse sse,
      BooleanSupplier standing) {
    this.restore = restore;
    this.seq = afterSeq;
    this.views = views;
    this.glances = glances;
    this.signal = signal;
    this.json = json;
    this.sink = sink;
    this.sse = sse;
    this.standing = standing;
  }

  @Override
  public void run() {
    try (sink) {
      while (!sink.isClosed() && welcome()) {
        long seen = signal.seen();
        Glances.Glance glance = glances.at(restore, seen);
        if (glance.seq() > seq && facts()) {
          continue;
        }
        tellProgress(glance.progress());
        if (glance.ended()) {
          send(sse.newEventBuilder().name("end").data(String.class, "{}").build());
          return;
        }
        keepAlive();
        signal.await(seen, LOOK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.debugf("A listener went away restoreId=%s cause=%s", restore, e);
    }
  }

  /** Whether the listener's login is still good; asked now and then. */
  private boolean welcome() {
    if (System.nanoTime() - lastAsked < ASK.toNanos()) {
      return true;
    }
    lastAsked = System.nanoTime();
    return standing.getAsBoolean();
  }

  /** Whether there was anything new. */
  private boolean facts() throws ExecutionException, InterruptedException, TimeoutException {
    List<RestoreViews.Entry> entries = views.journal(restore, seq, PAGE);
    for (RestoreViews.Entry entry : entries) {
      send(
          sse.newEventBuilder()
              .id(Long.toString(entry.seq()))
              .name("fact")
              .data(String.class, json.text(json.fact(entry)))
              .build());
      seq = entry.seq();
    }
    return !entries.isEmpty();
  }

  private void tellProgress(List<StageProgress> progress)
      throws ExecutionException, InterruptedException, TimeoutException {
    for (StageProgress stage : progress) {
      long stamp = stage.updatedAt().toEpochMilli();
      Long before = told.put(stage.stage(), stamp);
      if (before == null || before != stamp) {
        send(
            sse.newEventBuilder()
                .name("progress")
                .data(String.class, json.text(ProgressEvent.of(stage)))
                .build());
      }
    }
  }

  private void keepAlive() throws ExecutionException, InterruptedException, TimeoutException {
    if (System.nanoTime() - lastSent > KEEP_ALIVE.toNanos()) {
      send(sse.newEventBuilder().comment("still there").build());
    }
  }

  /** Waits for the listener to take it, so that a slow one costs no memory here. */
  private void send(OutboundSseEvent event)
      throws ExecutionException, InterruptedException, TimeoutException {
    sink.send(event).toCompletableFuture().get(30, TimeUnit.SECONDS);
    lastSent = System.nanoTime();
  }
}
