package dev.rekindle.worker.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class IncomingTest {

  private static final TopicPartition COMMANDS = new TopicPartition("commands", 0);

  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final CountDownLatch committing = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);

  /** The broker takes every commit; the client's first call ends in an exception all the same. */
  private final class Interrupted extends MockConsumer<String, byte[]> {

    private final RuntimeException first;
    private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();

    Interrupted(RuntimeException first) {
      super("earliest");
      this.first = first;
      schedulePollTask(() -> {
        rebalance(List.of(COMMANDS));
        updateBeginningOffsets(Map.of(COMMANDS, 0L));
        offer();
      });
    }

    private void offer() {
      addRecord(new ConsumerRecord<>("commands", 0, 0, "k", new byte[0]));
    }

    /** The mock forgets what it has handed out. */
    @Override
    public void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      offer();
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      super.commitSync(offsets, timeout);
      commits.add(offsets);
      if (commits.size() == 1) {
        committing.countDown();
        waitForClosing();
        throw first;
      }
    }

    private void waitForClosing() {
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** The real client clears the wake-up with the exception it throws for it. */
    @Override
    public void wakeup() {
      closing.countDown();
    }
  }

  private Incoming incoming(Interrupted consumer) {
    Incoming incoming =
        new Incoming(
            "commands",
            () -> consumer,
            List.of("commands"),
            Incoming.Offsets.COMMITTED,
            record -> handled.add(record.topic() + record.offset()));
    incoming.start();
    return incoming;
  }

  @Test
  void a_stop_in_the_middle_of_a_commit_loses_no_command() throws Exception {
    // Given
    Incoming incoming = incoming(new Interrupted(new WakeupException()));
    committing.await();

    // When
    incoming.close();

    // Then
    assertThat(handled).containsExactly("commands0");
  }

  @Test
  void a_batch_whose_commit_fails_is_read_again_and_handled_once() throws Exception {
    // Given
    Incoming incoming = incoming(new Interrupted(new TimeoutException("no answer")));
    committing.await();

    // When
    closing.countDown();

    // Then
    await().atMost(Duration.ofSeconds(5)).until(() -> !handled.isEmpty());
    incoming.close();
    assertThat(handled).containsExactly("commands0");
  }
}
