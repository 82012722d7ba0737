package dev.rekindle.coordinator.messaging;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads a topic. A record is acknowledged after its transaction is committed or its copy is in the
 * dead letters; while the database is away it is tried again for ever, and whatever else goes wrong
 * a few times.
 */
final class RecordReading implements ConsumerLoop.Reading {

  private static final Logger LOG = Logger.getLogger(RecordReading.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_TROUBLE = Duration.ofMillis(500);
  private static final int TRIES = 5;

  private final String topic;
  private final RecordHandler handler;
  private final DeadLetters deadLetters;
  private final Map<TopicPartition, Failures> failures = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
  private boolean unsure;

  private record Failures(long offset, int count) {}

  RecordReading(String topic, RecordHandler handler, DeadLetters deadLetters) {
    this.topic = topic;
    this.handler = handler;
    this.deadLetters = deadLetters;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public void begin(Consumer<String, byte[]> consumer) {
    reached.clear();
    unsure = false;
    consumer.subscribe(List.of(topic), new Forgetting());
  }

  /**
   * How far it was in a partition that moves away says nothing any more: told later, it would take
   * back what another reader has told meanwhile.
   */
  private final class Forgetting implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // The consumer goes on from what Kafka was told.
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      reached.keySet().removeAll(partitions);
    }
  }

  @Override
  public void round(Consumer<String, byte[]> consumer) throws InterruptedException {
    ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
    boolean trouble = false;
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<String, byte[]>> some = records.records(partition);
      int settled = settled(partition, some);
      long next = some.getFirst().offset();
      if (settled > 0) {
        next = some.get(settled - 1).offset() + 1;
        reached.put(partition, new OffsetAndMetadata(next));
      }
      if (settled < some.size()) {
        consumer.seek(partition, next);
        trouble = true;
      }
    }
    acknowledge(consumer, records.partitions());
    if (trouble) {
      Thread.sleep(AFTER_TROUBLE);
    }
  }

  /**
   * Tells Kafka how far it is, and does not wait: what is not acknowledged is read again, and
   * changes nothing then. When it failed the next round tells it again.
   */
  private void acknowledge(Consumer<String, byte[]> consumer, Set<TopicPartition> read) {
    Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>(reached);
    if (!unsure) {
      known.keySet().retainAll(read);
    }
    if (!known.isEmpty()) {
      unsure = false;
      consumer.commitAsync(known, (_, problem) -> unsure |= problem != null);
    }
  }

  /** How many of the records, from the first on, need not be read again. */
  private int settled(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records)
      throws InterruptedException {
    try {
      List<RecordHandler.Outcome> outcomes = handler.handle(records);
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) instanceof RecordHandler.Outcome.Unreadable why) {
          deadLetters.putAside(records.get(i), why);
        }
      }
      failures.remove(partition);
      return records.size();
    } catch (RuntimeException e) {
      LOG.warnf(
          e,
          "Messages could not be handled topic=%s partition=%d offset=%d count=%d",
          topic,
          partition.partition(),
          records.getFirst().offset(),
          records.size());
      if (databaseAway(e)) {
        return 0;
      }
      return records.size() == 1
          ? givenUp(partition, records.getFirst(), e) ? 1 : 0
          : oneByOne(partition, records);
    }
  }

  /** So that one that can never be handled does not hold back those it came with. */
  private int oneByOne(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records)
      throws InterruptedException {
    int settled = 0;
    while (settled < records.size() && settled(partition, List.of(records.get(settled))) == 1) {
      settled++;
    }
    return settled;
  }

  private boolean givenUp(
      TopicPartition partition, ConsumerRecord<String, byte[]> record, RuntimeException problem)
      throws InterruptedException {
    Failures before = failures.getOrDefault(partition, new Failures(record.offset(), 0));
    int count = before.offset() == record.offset() ? before.count() + 1 : 1;
    failures.put(partition, new Failures(record.offset(), count));
    if (count < TRIES) {
      return false;
    }
    deadLetters.putAside(
        record,
        new RecordHandler.Outcome.Unreadable(RecordHandler.Reason.FAILED, problem.toString()));
    failures.remove(partition);
    return true;
  }

  private static boolean databaseAway(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return true;
      }
    }
    return false;
  }
}
