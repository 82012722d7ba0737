package dev.rekindle.coordinator.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class RecordReadingTest {

  private static final TopicPartition PARTITION = new TopicPartition("reports", 0);

  private final Refusing consumer = new Refusing();
  private final RecordReading reading =
      new RecordReading(
          "reports",
          records ->
              records.stream()
                  .<RecordHandler.Outcome>map(_ -> new RecordHandler.Outcome.Handled())
                  .toList(),
          new DeadLetters(
              new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer())));

  /** Notes what is acknowledged, and refuses it when told so. */
  private static final class Refusing extends MockConsumer<String, byte[]> {
    private final List<Long> told = new ArrayList<>();
    private boolean refuses;

    Refusing() {
      super("earliest");
    }

    @Override
    public void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      told.add(Objects.requireNonNull(offsets.get(PARTITION)).offset());
      callback.onComplete(offsets, refuses ? new DisconnectException() : null);
    }
  }

  @Test
  void what_could_not_be_acknowledged_is_told_again_without_a_new_record() throws Exception {
    readsOneRefused();

    reading.round(consumer);
    reading.round(consumer);

    assertThat(consumer.told).containsExactly(1L, 1L);
  }

  @Test
  void a_partition_that_moved_away_and_came_back_is_not_taken_back_to_where_it_was()
      throws Exception {
    readsOneRefused();

    consumer.rebalance(List.of());
    consumer.rebalance(List.of(PARTITION));
    consumer.seek(PARTITION, 5);
    reading.round(consumer);

    assertThat(consumer.told).containsExactly(1L);
  }

  private void readsOneRefused() throws InterruptedException {
    reading.begin(consumer);
    consumer.rebalance(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.addRecord(new ConsumerRecord<>("reports", 0, 0, "key", new byte[0]));
    consumer.refuses = true;
    reading.round(consumer);
    consumer.refuses = false;
  }
}
