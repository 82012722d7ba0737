package dev.rekindle.coordinator.messaging;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes Kafka clients. Keys are text, values bytes.
 *
 * @param settings {@code bootstrap.servers} and whatever else the brokers need
 */
public record KafkaConnection(Map<String, Object> settings) {

  public KafkaConnection {
    settings = Map.copyOf(settings);
  }

  /**
   * A producer that confirms only what all replicas hold, keeps the order within a partition, waits
   * for no batch, and gives up after ten seconds: the outbox tries again.
   */
  public KafkaProducer<String, byte[]> producer() {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    return new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
  }

  /** A consumer of a group that reads everything from the beginning and acknowledges by hand. */
  public KafkaConsumer<String, byte[]> consumer(String group) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    // A coordinator that was killed gives its partitions to the others after this time.
    all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
    return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** The same for a group that begins now when it has read nothing yet. */
  public KafkaConsumer<String, byte[]> subscriber(String group) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Each may take as long as an answer from elsewhere takes.
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10);
    all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
    return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A consumer without a group, for partitions it picks itself. */
  public KafkaConsumer<String, byte[]> observer() {
    Map<String, Object> all = new HashMap<>(settings);
    all.remove(ConsumerConfig.GROUP_ID_CONFIG);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A client for topics and offsets; each call ends after five seconds. */
  public Admin admin() {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    return Admin.create(all);
  }
}
