package dev.rekindle.coordinator.wakeup;

import dev.rekindle.coordinator.exchange.Inbox;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Forgets now and then which messages were dealt with, once Kafka cannot bring them again. */
public final class InboxPruning {

  private static final Logger LOG = Logger.getLogger(InboxPruning.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  /** Keeps one transaction short: timers wait meanwhile. */
  private static final int AT_ONCE = 2_000;

  private final Inbox inbox;
  private final Duration retention;
  private Instant next = Instant.MIN;

  /**
   * Prunes.
   *
   * @param retention how long a mark is kept at least
   */
  public InboxPruning(Inbox inbox, Duration retention) {
    this.inbox = inbox;
    this.retention = retention;
  }

  /** Forgets what is old when an hour has passed; what is left over goes with the next call. */
  public void perhaps(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(PAUSE);
    int forgotten = inbox.forget(now.minus(retention), AT_ONCE);
    if (forgotten == AT_ONCE) {
      next = now;
    }
    if (forgotten > 0) {
      LOG.infof("Old messages were forgotten count=%d", forgotten);
    }
  }
}
