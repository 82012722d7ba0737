package dev.rekindle.coordinator.wakeup;

import dev.rekindle.coordinator.exchange.Inbox;
import dev.rekindle.coordinator.view.ProgressBoard;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Forgets now and then which messages were dealt with, once Kafka cannot bring them again, and how
 * far the attempts of restores were that ended long ago.
 */
public final class Pruning {

  private static final Logger LOG = Logger.getLogger(Pruning.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  /** Keeps one transaction short: timers wait meanwhile. */
  private static final int AT_ONCE = 2_000;

  private final Inbox inbox;
  private final ProgressBoard progress;
  private final Duration retention;
  private Instant next = Instant.MIN;

  /**
   * Prunes.
   *
   * @param retention how long anything is kept at least
   */
  public Pruning(Inbox inbox, ProgressBoard progress, Duration retention) {
    this.inbox = inbox;
    this.progress = progress;
    this.retention = retention;
  }

  /** Forgets what is old when an hour has passed; what is left over goes with the next call. */
  public void perhaps(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(PAUSE);
    int messages = inbox.forget(now.minus(retention), AT_ONCE);
    int rows = progress.forget(now.minus(retention), AT_ONCE);
    if (messages == AT_ONCE || rows == AT_ONCE) {
      next = now;
    }
    if (messages + rows > 0) {
      LOG.infof("Old news was forgotten messages=%d progress=%d", messages, rows);
    }
  }
}
