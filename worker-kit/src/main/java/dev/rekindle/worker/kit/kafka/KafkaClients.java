package dev.rekindle.worker.kit.kafka;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.worker.kit.settings.WorkerSettings.KafkaSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes Kafka clients with the properties this protocol needs. */
final class KafkaClients {

  private final KafkaSettings settings;
  private final String instance;

  KafkaClients(KafkaSettings settings, String instance) {
    this.settings = settings;
    this.instance = instance;
  }

  Producer<String, byte[]> producer() {
    Map<String, Object> properties = common("producer");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** One group a pool: each command goes to one of its workers. */
  Consumer<String, byte[]> commands(Pool pool) {
    Map<String, Object> properties = common("commands");
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.commandsGroup(pool));
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
    // The shortest a broker allows by default: a killed worker's commands move on after 6 s.
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
    return consumer(properties);
  }

  /**
   * A group of its own and no commits: every instance reads every cancel that the topic still
   * holds, because the attempt may still wait in a command topic. Not {@code by_duration}: on an
   * empty topic such a reset finds no offset and is tried again only after the request time-out, so
   * that the first cancel comes half a minute late.
   */
  Consumer<String, byte[]> controls() {
    Map<String, Object> properties = common("controls");
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.CONTROLS_GROUP + instance);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return consumer(properties);
  }

  Admin admin() {
    Map<String, Object> properties = common("admin");
    properties.put("request.timeout.ms", 5_000);
    properties.put("default.api.timeout.ms", 10_000);
    return Admin.create(properties);
  }

  private static Consumer<String, byte[]> consumer(Map<String, Object> properties) {
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 3_000);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> common(String role) {
    Map<String, Object> properties = new HashMap<>(settings.client());
    properties.put("bootstrap.servers", settings.bootstrapServers());
    properties.put("client.id", instance + "-" + role);
    properties.put("reconnect.backoff.max.ms", 1_000);
    return properties;
  }
}
