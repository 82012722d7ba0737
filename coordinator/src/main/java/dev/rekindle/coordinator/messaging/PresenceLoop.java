package dev.rekindle.coordinator.messaging;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.contract.worker.WorkerPresence;
import dev.rekindle.coordinator.view.WorkersSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to what workers say of themselves. Every coordinator hears everything, from now on;
 * nothing is acknowledged, and what cannot be read is passed over: it is said again in ten seconds.
 */
final class PresenceLoop implements ReadingLoop {

  private static final Logger LOG = Logger.getLogger(PresenceLoop.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);

  private final Supplier<? extends Consumer<String, byte[]>> consumers;
  private final MessageCodec codec;
  private final WorkersSeen workers;
  private volatile boolean stopped;
  private volatile @Nullable Consumer<String, byte[]> reading;

  PresenceLoop(
      Supplier<? extends Consumer<String, byte[]>> consumers,
      MessageCodec codec,
      WorkersSeen workers) {
    this.consumers = consumers;
    this.codec = codec;
    this.workers = workers;
  }

  @Override
  public void stop() {
    stopped = true;
    Consumer<String, byte[]> consumer = reading;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  @Override
  public void run() {
    while (!stopped && !Thread.currentThread().isInterrupted()) {
      try (Consumer<String, byte[]> consumer = consumers.get()) {
        reading = consumer;
        listen(consumer);
      } catch (WakeupException _) {
        return;
      } catch (InterruptException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.debugf("The presence of workers cannot be read now cause=%s", e);
      }
      pause();
    }
  }

  private void listen(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.WORKERS).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    while (!stopped) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        note(record);
      }
    }
  }

  private void note(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.value() != null) {
        workers.note(codec.decode(record.value(), WorkerPresence.class), Instant.now());
      }
    } catch (UnreadableMessage e) {
      LOG.debugf("A worker's presence is not readable key=%s cause=%s", record.key(), e);
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
