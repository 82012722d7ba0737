package dev.rekindle.coordinator.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.coordinator.exchange.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaDeliveryTest {

  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
  private final KafkaDelivery delivery = new KafkaDelivery(producer);

  @Test
  void what_lies_behind_a_refused_message_comes_again_after_it() {
    // Given
    CompletableFuture<Set<Long>> confirmed =
        CompletableFuture.supplyAsync(() ->
            delivery.send(
                List.of(List.of(message(1), message(2), message(3)), List.of(message(4)))));

    // When
    awaitSent(4);
    producer.completeNext();
    producer.errorNext(new TimeoutException("expired"));
    producer.completeNext();
    producer.completeNext();

    // Then
    assertThat(confirmed.join()).containsExactlyInAnyOrder(1L, 4L);
  }

  @Test
  void a_queue_is_handed_over_as_a_whole_and_in_order() {
    CompletableFuture<Set<Long>> confirmed =
        CompletableFuture.supplyAsync(
            () -> delivery.send(List.of(List.of(message(1), message(2), message(3)))));

    awaitSent(3);
    while (producer.completeNext()) {}

    assertThat(confirmed.join()).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(producer.history())
        .extracting(sent -> new String(sent.value(), StandardCharsets.UTF_8))
        .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
  }

  private void awaitSent(int count) {
    while (producer.history().size() < count) {
      Thread.onSpinWait();
    }
  }

  private static OutgoingMessage message(long id) {
    return new OutgoingMessage(
        id,
        new RestoreId(new UUID(1, 1)),
        "topic",
        "key",
        "Test",
        "{\"n\":" + id + "}",
        null,
        null,
        Instant.EPOCH);
  }
}
