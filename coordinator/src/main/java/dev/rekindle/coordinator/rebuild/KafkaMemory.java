package dev.rekindle.coordinator.rebuild;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.codec.UnreadableMessage;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Everything that Kafka still knows: facts, commands, and the highest fence token in any message.
 */
final class KafkaMemory {

  private static final Duration POLL = Duration.ofSeconds(2);

  private final Map<RestoreId, List<ToldFact>> facts = new LinkedHashMap<>();
  private final Map<RestoreId, List<StageCommand>> commands = new HashMap<>();
  private final MessageCodec codec = new MessageCodec();
  private long highestFence;
  private long unreadable;

  private KafkaMemory() {}

  /** Reads all topics up to where they end now. */
  static KafkaMemory read(Map<String, Object> broker) {
    KafkaMemory memory = new KafkaMemory();
    Map<String, Object> settings = new HashMap<>(broker);
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      Map<String, List<PartitionInfo>> topics = consumer.listTopics();
      if (!topics.containsKey(Topics.RESTORES)) {
        throw new IllegalStateException(
            "There is no topic " + Topics.RESTORES + " on this broker; is it the right one?");
      }
      topics.forEach((topic, partitions) -> {
        Consumer<ConsumerRecord<String, byte[]>> take = memory.reader(topic);
        if (take != null) {
          all(consumer, partitions, take);
        }
      });
    }
    return memory;
  }

  Map<RestoreId, List<ToldFact>> facts() {
    return facts;
  }

  List<StageCommand> commandsOf(RestoreId restore) {
    return commands.getOrDefault(restore, List.of());
  }

  /** Restores that are known from commands alone. */
  List<RestoreId> onlyCommanded() {
    return commands.keySet().stream().filter(restore -> !facts.containsKey(restore)).toList();
  }

  /** The highest in any command or report; 0 when there is none. */
  long highestFence() {
    return highestFence;
  }

  /** Messages that could not be read. */
  long unreadable() {
    return unreadable;
  }

  private @org.jspecify.annotations.Nullable Consumer<ConsumerRecord<String, byte[]>> reader(
      String topic) {
    if (topic.endsWith(".dlt")) {
      return null;
    }
    if (topic.equals(Topics.RESTORES)) {
      return this::fact;
    }
    if (topic.equals(Topics.REPORTS)) {
      return this::report;
    }
    return topic.matches("rekindle\\.(commands|controls)\\..*") ? this::command : null;
  }

  private static void all(
      KafkaConsumer<String, byte[]> consumer,
      List<PartitionInfo> partitions,
      Consumer<ConsumerRecord<String, byte[]>> take) {
    List<TopicPartition> assigned =
        partitions.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
    consumer.assign(assigned);
    consumer.seekToBeginning(assigned);
    Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      consumer.poll(POLL).forEach(take);
    }
  }

  private void fact(ConsumerRecord<String, byte[]> record) {
    try {
      ToldFact fact =
          new ToldFact(
              RestoreId.parse(record.key()),
              header(record, "ce_id"),
              Long.parseLong("0" + header(record, "rekindle_seq")),
              header(record, "rekindle_chain"),
              header(record, "ce_type"),
              Instant.parse(header(record, "ce_time")),
              new String(record.value(), StandardCharsets.UTF_8));
      facts.computeIfAbsent(fact.restore(), _ -> new ArrayList<>()).add(fact);
    } catch (RuntimeException e) {
      unreadable++;
    }
  }

  private void command(ConsumerRecord<String, byte[]> record) {
    try {
      StageCommand command = codec.decode(record.value(), StageCommand.class);
      commands.computeIfAbsent(command.attempt().restore(), _ -> new ArrayList<>()).add(command);
      highestFence = Math.max(highestFence, command.attempt().fence());
    } catch (UnreadableMessage e) {
      unreadable++;
    }
  }

  private void report(ConsumerRecord<String, byte[]> record) {
    try {
      StageReport report = codec.decode(record.value(), StageReport.class);
      highestFence = Math.max(highestFence, report.attempt().fence());
      if (report instanceof StageReport.AttemptSuperseded superseded) {
        highestFence = Math.max(highestFence, superseded.seen());
      }
    } catch (UnreadableMessage e) {
      unreadable++;
    }
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
