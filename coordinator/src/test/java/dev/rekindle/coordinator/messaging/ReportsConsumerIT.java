package dev.rekindle.coordinator.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.coordinator.exchange.ReportsHorizon;
import dev.rekindle.coordinator.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ReportsConsumerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String brokers;

  @Inject ReportsHorizon horizon;

  @Test
  void what_cannot_be_read_is_put_aside_with_the_reason_and_the_consumer_goes_on()
      throws Exception {
    // Given
    KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", brokers));
    String key = UUID.randomUUID().toString();
    awaitHorizon(Instant.EPOCH);

    // When
    try (KafkaProducer<String, byte[]> producer = kafka.producer()) {
      send(producer, key, "{ no json", "1.0");
      send(producer, key, "{\"type\": \"AttemptDreamt\", \"sequence\": 1}", "1.0");
      send(producer, key, "{\"type\": \"AttemptAdmitted\", \"sequence\": 1}", "1.0");
      send(producer, key, "{\"type\": \"AttemptAdmitted\"}", "2.0");
      producer.send(new ProducerRecord<>(Topics.REPORTS, key, null)).get();
      send(producer, key, new MessageCodec().encodeText(ofNobody()), "1.0");
    }
    Instant sent = Instant.now();

    // Then
    List<ConsumerRecord<String, byte[]>> aside = deadLetters(kafka, key, 6);
    assertThat(aside)
        .extracting(record -> CloudEventHeaders.text(record.headers(), "rekindle_reason"))
        .containsExactly(
            Optional.of("MALFORMED"),
            Optional.of("UNKNOWN_TYPE"),
            Optional.of("MALFORMED"),
            Optional.of("FUTURE_VERSION"),
            Optional.of("MALFORMED"),
            Optional.of("UNKNOWN_RESTORE"));
    assertThat(new String(aside.getFirst().value(), StandardCharsets.UTF_8)).isEqualTo("{ no json");
    awaitHorizon(sent);
  }

  /** The horizon passes a time only when everything sent before is dealt with. */
  private void awaitHorizon(Instant time) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until
        && !horizon.read().map(read -> read.upTo().isAfter(time)).orElse(false)) {
      Thread.sleep(50);
    }
    assertThat(horizon.read()).get().matches(read -> read.upTo().isAfter(time));
  }

  private static StageReport ofNobody() {
    AttemptRef attempt =
        new AttemptRef(new RestoreId(UUID.randomUUID()), new StageId("fence"), 1, 1);
    return new StageReport.AttemptAdmitted(attempt, 1, Instant.now(), "w");
  }

  private static void send(
      KafkaProducer<String, byte[]> producer, String key, String body, String version)
      throws Exception {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.REPORTS, key, body.getBytes(StandardCharsets.UTF_8));
    CloudEventHeaders.put(record.headers(), CloudEventHeaders.VERSION, version);
    producer.send(record).get();
  }

  private static List<ConsumerRecord<String, byte[]>> deadLetters(
      KafkaConnection kafka, String key, int count) {
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer = kafka.consumer("check-" + key)) {
      consumer.subscribe(List.of(Topics.deadLetters(Topics.REPORTS)));
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < count && System.nanoTime() < until) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (key.equals(record.key())) {
            found.add(record);
          }
        }
      }
    }
    return found;
  }
}
