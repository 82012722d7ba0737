package dev.rekindle.coordinator.messaging;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.coordinator.exchange.FactSubscriber;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Tells a subscriber of facts; a record is acknowledged when the subscriber is done with it. */
final class FactsReading implements ConsumerLoop.Reading {

  private static final Logger LOG = Logger.getLogger(FactsReading.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  private final FactSubscriber subscriber;
  private final Instant begin = Instant.now();

  FactsReading(FactSubscriber subscriber) {
    this.subscriber = subscriber;
  }

  @Override
  public String topic() {
    return Topics.RESTORES;
  }

  @Override
  public void begin(Consumer<String, byte[]> consumer) {
    consumer.subscribe(List.of(Topics.RESTORES), new Pinning(consumer, begin));
  }

  /**
   * Keeps where a new subscriber began, which is the start of this process: a topic may be made
   * after it, and what is told while the subscriber is away must not be passed over.
   */
  private record Pinning(Consumer<String, byte[]> consumer, Instant begin)
      implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(Set.copyOf(partitions));
      Map<TopicPartition, Long> fresh = new HashMap<>();
      partitions.stream()
          .filter(partition -> known.get(partition) == null)
          .forEach(partition -> fresh.put(partition, begin.toEpochMilli()));
      Map<TopicPartition, OffsetAndMetadata> here = new HashMap<>();
      consumer
          .offsetsForTimes(fresh)
          .forEach((partition, first) -> {
            if (first != null) {
              consumer.seek(partition, first.offset());
            }
            here.put(partition, new OffsetAndMetadata(consumer.position(partition)));
          });
      consumer.commitSync(here);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // Each record was acknowledged by itself.
    }
  }

  @Override
  public void round(Consumer<String, byte[]> consumer) throws InterruptedException {
    ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
    boolean trouble = false;
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
        if (told(record).map(subscriber::hear).orElse(FactSubscriber.Heard.DONE)
            == FactSubscriber.Heard.LATER) {
          consumer.seek(partition, record.offset());
          trouble = true;
          break;
        }
        // One by one: what was told must not be told again because of what came after it.
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
      }
    }
    if (trouble) {
      Thread.sleep(AFTER_TROUBLE);
    }
  }

  /**
   * Empty for what is none: a rebuild of the journal would refuse it too, here it is passed over.
   */
  private static Optional<FactSubscriber.Told> told(ConsumerRecord<String, byte[]> record) {
    try {
      return Optional.of(
          new FactSubscriber.Told(
              RestoreId.parse(record.key()),
              Long.parseLong(header(record, CloudEventHeaders.SEQ)),
              header(record, CloudEventHeaders.TYPE),
              Instant.parse(header(record, CloudEventHeaders.TIME)),
              new String(record.value(), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException | DateTimeException | NullPointerException e) {
      LOG.warnf(
          "A record is no fact partition=%d offset=%d cause=%s",
          record.partition(), record.offset(), e);
      return Optional.empty();
    }
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return CloudEventHeaders.text(record.headers(), name).orElse("");
  }
}
