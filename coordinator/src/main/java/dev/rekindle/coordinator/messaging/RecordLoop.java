package dev.rekindle.coordinator.messaging;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic record by record. A record is acknowledged when its transaction is committed or its
 * copy is in the dead letters; while the database is away it is tried again for ever, and whatever
 * else goes wrong a few times.
 */
final class RecordLoop implements ReadingLoop {

  private static final Logger LOG = Logger.getLogger(RecordLoop.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_TROUBLE = Duration.ofMillis(500);
  private static final int TRIES = 5;

  private final Supplier<? extends Consumer<String, byte[]>> consumers;
  private final String topic;
  private final RecordHandler handler;
  private final DeadLetters deadLetters;
  private final Map<TopicPartition, Failures> failures = new HashMap<>();

  private volatile boolean stopped;
  private volatile @Nullable Consumer<String, byte[]> reading;

  private record Failures(long offset, int count) {}

  RecordLoop(
      Supplier<? extends Consumer<String, byte[]>> consumers,
      String topic,
      RecordHandler handler,
      DeadLetters deadLetters) {
    this.consumers = consumers;
    this.topic = topic;
    this.handler = handler;
    this.deadLetters = deadLetters;
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
        consumer.subscribe(List.of(topic));
        while (!stopped) {
          round(consumer);
        }
      } catch (WakeupException _) {
        // stop() rang; the loop's condition ends it, and the group has been left properly.
      } catch (InterruptException | InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.warnf("The topic cannot be read now, trying again topic=%s cause=%s", topic, e);
        pause();
      }
    }
  }

  private void round(Consumer<String, byte[]> consumer) throws InterruptedException {
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

  private static void pause() {
    try {
      Thread.sleep(AFTER_TROUBLE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
