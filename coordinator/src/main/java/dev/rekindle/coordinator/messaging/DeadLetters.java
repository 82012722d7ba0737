package dev.rekindle.coordinator.messaging;

import dev.rekindle.contract.topic.Topics;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Puts records aside that cannot be handled: as they are, in {@code <topic>.dlt}, with headers
 * {@code rekindle_reason}, {@code rekindle_detail}, {@code rekindle_topic}, {@code
 * rekindle_partition}, {@code rekindle_offset} and {@code rekindle_time}.
 */
final class DeadLetters {

  private static final Logger LOG = Logger.getLogger(DeadLetters.class);

  private final Producer<String, byte[]> producer;

  DeadLetters(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /** Returns when Kafka has confirmed the copy; otherwise it throws, and the record stays. */
  void putAside(ConsumerRecord<String, byte[]> record, RecordHandler.Outcome.Unreadable why)
      throws InterruptedException {
    ProducerRecord<String, byte[]> copy =
        new ProducerRecord<>(
            Topics.deadLetters(record.topic()),
            null,
            record.key(),
            record.value(),
            record.headers().toArray().length == 0 ? null : record.headers());
    CloudEventHeaders.put(copy.headers(), "rekindle_reason", why.reason().name());
    CloudEventHeaders.put(copy.headers(), "rekindle_detail", why.detail());
    CloudEventHeaders.put(copy.headers(), "rekindle_topic", record.topic());
    CloudEventHeaders.put(copy.headers(), "rekindle_partition", "" + record.partition());
    CloudEventHeaders.put(copy.headers(), "rekindle_offset", "" + record.offset());
    CloudEventHeaders.put(copy.headers(), "rekindle_time", Instant.now().toString());
    try {
      producer.send(copy).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The dead letter was not confirmed", e);
    }
    LOG.warnf(
        "A message was put aside topic=%s partition=%d offset=%d reason=%s detail=%s",
        record.topic(), record.partition(), record.offset(), why.reason(), why.detail());
  }
}
