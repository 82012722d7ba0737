package dev.rekindle.coordinator.messaging;

import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.contract.worker.WorkerPresence;
import dev.rekindle.coordinator.view.WorkersSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Listens to what workers say of themselves. Every coordinator hears everything, from now on;
 * nothing is acknowledged, and what cannot be read is passed over: it is said again in ten seconds.
 */
final class PresenceReading implements ConsumerLoop.Reading {

  private static final Logger LOG = Logger.getLogger(PresenceReading.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final MessageCodec codec;
  private final WorkersSeen workers;

  PresenceReading(MessageCodec codec, WorkersSeen workers) {
    this.codec = codec;
    this.workers = workers;
  }

  @Override
  public String topic() {
    return Topics.WORKERS;
  }

  @Override
  public void begin(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.WORKERS).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    // At the first start of all the topic may not be there yet: then another look, a little later.
    if (partitions.isEmpty()) {
      throw new IllegalStateException("The topic does not exist yet");
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
  }

  @Override
  public void round(Consumer<String, byte[]> consumer) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
      note(record);
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
}
