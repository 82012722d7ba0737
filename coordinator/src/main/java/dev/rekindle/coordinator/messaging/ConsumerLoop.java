package dev.rekindle.coordinator.messaging;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A loop around a consumer; after trouble it goes on with a new one. It must be ended from within:
 * an interrupt would leave the consumer half open.
 */
final class ConsumerLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(ConsumerLoop.class);
  private static final Duration AFTER_TROUBLE = Duration.ofMillis(500);

  /** What is done with a consumer. */
  interface Reading {

    /** What is read, for the log. */
    String topic();

    /** Makes a new consumer ready: subscribes or assigns. */
    void begin(Consumer<String, byte[]> consumer);

    /** Polls once, and deals with what came. */
    void round(Consumer<String, byte[]> consumer) throws InterruptedException;
  }

  private final Supplier<? extends Consumer<String, byte[]>> consumers;
  private final Reading reading;

  private volatile boolean stopped;
  private volatile @Nullable Consumer<String, byte[]> current;

  ConsumerLoop(Supplier<? extends Consumer<String, byte[]>> consumers, Reading reading) {
    this.consumers = consumers;
    this.reading = reading;
  }

  /** Ends the loop soon; its thread closes the consumer. */
  void stop() {
    stopped = true;
    Consumer<String, byte[]> consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  @Override
  public void run() {
    while (!stopped && !Thread.currentThread().isInterrupted()) {
      try (Consumer<String, byte[]> consumer = consumers.get()) {
        current = consumer;
        reading.begin(consumer);
        while (!stopped) {
          reading.round(consumer);
        }
      } catch (WakeupException _) {
        // stop() rang; the loop's condition ends it, and a group has been left properly.
      } catch (InterruptException | InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.warnf(
            "The topic cannot be read now, trying again topic=%s cause=%s", reading.topic(), e);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(AFTER_TROUBLE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
