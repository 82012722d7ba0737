package dev.rekindle.coordinator.wakeup;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.engine.Answer;
import dev.rekindle.coordinator.engine.RestoreEngine;
import dev.rekindle.coordinator.engine.RestoreJournal;
import dev.rekindle.coordinator.exchange.ReportsHorizon;
import dev.rekindle.coordinator.restore.ReportsRead;
import dev.rekindle.coordinator.restore.RestoreInput;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Ticks what is due, and tidies up behind. A restore that a tick did not move, because reports lag
 * behind or another coordinator was faster, is left alone for a second.
 */
public final class WakeUpLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(WakeUpLoop.class);
  private static final Duration WITHOUT_HASTE = Duration.ofSeconds(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
  private static final Duration AT_MOST = Duration.ofSeconds(2);
  private static final int SPARE = 256;

  private final RestoreEngine engine;
  private final RestoreJournal journal;
  private final ReportsHorizon horizon;
  private final Pruning pruning;
  private final Duration poll;
  private final int batch;
  private final Map<RestoreId, Instant> notBefore = new HashMap<>();

  /**
   * A loop; {@link #run} works until its thread is interrupted.
   *
   * @param poll how long it sleeps when nothing moved
   * @param batch restores a round
   */
  public WakeUpLoop(
      RestoreEngine engine,
      RestoreJournal journal,
      ReportsHorizon horizon,
      Pruning pruning,
      Duration poll,
      int batch) {
    this.engine = engine;
    this.journal = journal;
    this.horizon = horizon;
    this.pruning = pruning;
    this.poll = poll;
    this.batch = batch;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (!round()) {
          Thread.sleep(poll);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether any restore moved. */
  private boolean round() throws InterruptedException {
    try {
      Instant now = journal.now();
      // Also what seems far ahead: the clock was set back.
      notBefore.values().removeIf(time -> !time.isAfter(now) || time.isAfter(now.plus(AT_MOST)));
      List<RestoreId> due =
          journal.due(now, batch + SPARE).stream()
              .filter(restore -> !notBefore.containsKey(restore))
              .limit(batch)
              .toList();
      boolean moved = false;
      for (RestoreId restore : due) {
        moved |= tick(restore, now);
      }
      pruning.perhaps(now);
      return moved;
    } catch (RuntimeException e) {
      LOG.warnf("Timers cannot be looked at now, trying again cause=%s", e);
      Thread.sleep(AFTER_TROUBLE);
      return false;
    }
  }

  private boolean tick(RestoreId restore, Instant now) {
    try {
      // Before the first confirmation no silence may be held against anybody.
      ReportsRead reports = horizon.read().orElseGet(() -> new ReportsRead(now, Instant.EPOCH));
      boolean moved =
          engine.handle(restore, new RestoreInput.Tick(reports)) instanceof Answer.Taken taken
              && !taken.facts().isEmpty();
      if (!moved) {
        notBefore.put(restore, now.plus(WITHOUT_HASTE));
      }
      return moved;
    } catch (RuntimeException e) {
      LOG.errorf(e, "A restore could not be ticked restoreId=%s", restore);
      notBefore.put(restore, now.plus(AFTER_TROUBLE));
      return false;
    }
  }
}
