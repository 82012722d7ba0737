package dev.rekindle.coordinator.messaging;

import dev.rekindle.coordinator.exchange.CommitSignal;
import dev.rekindle.coordinator.exchange.Outbox;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Empties the outbox: at once when something was committed here, and every now and then for what
 * other coordinators left behind.
 */
public final class OutboxRelay implements Runnable {

  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final Outbox.Delivery delivery;
  private final CommitSignal signal;
  private final Duration poll;
  private final int batch;

  /**
   * A relay; {@link #run} works until its thread is interrupted.
   *
   * @param poll how long it sleeps when nothing rings
   * @param batch restores a round
   */
  public OutboxRelay(
      Outbox outbox, Outbox.Delivery delivery, CommitSignal signal, Duration poll, int batch) {
    this.outbox = outbox;
    this.delivery = delivery;
    this.signal = signal;
    this.poll = poll;
    this.batch = batch;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        round();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    long seen = signal.seen();
    try {
      Outbox.Drained drained = outbox.drain(batch, delivery);
      if (drained.taken() == 0) {
        signal.await(seen, poll);
      } else if (drained.sent() < drained.taken()) {
        Thread.sleep(AFTER_TROUBLE);
      }
    } catch (RuntimeException e) {
      LOG.warnf("The outbox cannot be emptied now, trying again cause=%s", e);
      Thread.sleep(AFTER_TROUBLE);
    }
  }
}
