package dev.rekindle.coordinator.messaging;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads a topic record by record. A record is acknowledged when its transaction is committed or its
 * copy is in the dead letters; while the database is away it is tried again for ever, and whatever
 * else goes wrong a few times.
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
    consumer.subscribe(List.of(topic));
  }

  @Override
  public void round(Consumer<String, byte[]> consumer) throws InterruptedException {
    ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    boolean trouble = false;
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
        if (!settled(partition, record)) {
          consumer.seek(partition, record.offset());
          trouble = true;
          break;
        }
        done.put(partition, new OffsetAndMetadata(record.offset() + 1));
      }
    }
    if (!done.isEmpty()) {
      consumer.commitSync(done);
    }
    if (trouble) {
      Thread.sleep(AFTER_TROUBLE);
    }
  }

  /** Whether the record need not be read again. */
  private boolean settled(TopicPartition partition, ConsumerRecord<String, byte[]> record)
      throws InterruptedException {
    try {
      switch (handler.handle(record)) {
        case RecordHandler.Outcome.Handled _ -> {}
        case RecordHandler.Outcome.Unreadable why -> deadLetters.putAside(record, why);
      }
      failures.remove(partition);
      return true;
    } catch (RuntimeException e) {
      LOG.warnf(
          e,
          "A message could not be handled topic=%s partition=%d offset=%d",
          record.topic(),
          record.partition(),
          record.offset());
      return !databaseAway(e) && givenUp(partition, record, e);
    }
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
