package dev.rekindle.worker.kit.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * One consumer on a thread of its own. Offsets are committed <em>before</em> the records are
 * handled: two processes must never start the same attempt, and one that is lost in a crash is
 * dispatched again by the coordinator, as the next attempt. When a commit fails nothing of its
 * batch is handled.
 */
final class Incoming implements AutoCloseable {

  /** What happens to a record. */
  @FunctionalInterface
  interface Handling {
    void handle(ConsumerRecord<String, byte[]> record);
  }

  /** Whether offsets are kept for the group. */
  enum Offsets {
    COMMITTED,
    FORGOTTEN
  }

  private static final System.Logger LOG = System.getLogger(Incoming.class.getName());
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Leaving the group takes one request; a broker that is away would be waited for 30 s. */
  private static final CloseOptions SOON = CloseOptions.timeout(Duration.ofSeconds(2));

  private final String name;
  private final Supplier<Consumer<String, byte[]>> clients;
  private final List<String> topics;
  private final Offsets offsets;
  private final Handling handling;
  private final Thread thread;
  private volatile @Nullable Consumer<String, byte[]> consumer;
  private volatile boolean closing;
  private volatile long lastPoll = System.nanoTime();

  Incoming(
      String name,
      Supplier<Consumer<String, byte[]>> clients,
      Collection<String> topics,
      Offsets offsets,
      Handling handling) {
    this.name = name;
    this.clients = clients;
    this.topics = List.copyOf(topics);
    this.offsets = offsets;
    this.handling = handling;
    this.thread = VitalThread.of(name, this::work);
  }

  /** Begins to read; does nothing when it was closed before: a stop may come at any time. */
  synchronized void start() {
    if (!closing) {
      thread.start();
    }
  }

  /** Time since the consumer was last heard of. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastPoll);
  }

  private void work() {
    while (!closing) {
      try {
        read(clients.get());
      } catch (WakeupException e) {
        LOG.log(System.Logger.Level.DEBUG, "Consumer {0} was woken up", name);
      } catch (KafkaException e) {
        LOG.log(System.Logger.Level.WARNING, "Consumer " + name + " begins anew", e);
        rest();
      }
    }
  }

  private void read(Consumer<String, byte[]> fresh) {
    try {
      consumer = fresh;
      fresh.subscribe(topics);
      while (!closing) {
        poll(fresh);
      }
    } finally {
      consumer = null;
      fresh.close(SOON);
    }
  }

  private void poll(Consumer<String, byte[]> from) {
    ConsumerRecords<String, byte[]> records = from.poll(Duration.ofMillis(500));
    lastPoll = System.nanoTime();
    if (records.isEmpty() || (offsets == Offsets.COMMITTED && !committed(from, records))) {
      return;
    }
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        handling.handle(record);
      } catch (RuntimeException e) {
        // A defect; the next record must not suffer from it.
        LOG.log(
            System.Logger.Level.ERROR,
            "Record failed topic=%s partition=%d offset=%d"
                .formatted(record.topic(), record.partition(), record.offset()),
            e);
      }
    }
  }

  private static boolean committed(
      Consumer<String, byte[]> from, ConsumerRecords<String, byte[]> records) {
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    Map<TopicPartition, Long> first = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      first.putIfAbsent(partition, record.offset());
      next.put(partition, new OffsetAndMetadata(record.offset() + 1));
    }
    try {
      commit(from, next);
      return true;
    } catch (KafkaException e) {
      LOG.log(System.Logger.Level.WARNING, "Commands are read again: no commit, {0}", e.toString());
      // Read again what is still ours; the rest belongs to another worker now.
      first.forEach((partition, offset) -> {
        if (from.assignment().contains(partition)) {
          from.seek(partition, offset);
        }
      });
      return false;
    }
  }

  /**
   * A stop wakes up a commit whose request may be under way, and a batch that is committed and not
   * handled would be lost to everybody. There is one wake-up only, and a second commit of the same
   * offsets is taken just as long as no other worker can have been given them.
   */
  private static void commit(
      Consumer<String, byte[]> from, Map<TopicPartition, OffsetAndMetadata> next) {
    Duration limit = Duration.ofSeconds(10);
    try {
      from.commitSync(next, limit);
    } catch (WakeupException e) {
      from.commitSync(next, limit);
    }
  }

  private static void rest() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes no more records, and waits a few seconds for those in hand and for the group. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      if (thread.getState() == Thread.State.NEW) {
        return;
      }
    }
    Consumer<String, byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
