package dev.rekindle.system.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekindle.contract.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Writes what lies in the topics of an installation into a folder: {@code facts.jsonl} holds the
 * bodies of the facts in their order, {@code messages.jsonl} commands, cancels, reports and
 * presence as {@code {"topic", "type", "body"}}.
 */
public final class Recorder {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MESSAGES =
      Pattern.compile("rekindle\\.(commands\\..*|controls\\..*|reports|workers)\\.v1");

  private final String broker;

  public Recorder(String broker) {
    this.broker = broker;
  }

  /** Reads all topics to their ends. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> facts = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records()) {
      if (record.topic().equals(Topics.RESTORES)) {
        facts.add(new String(record.value(), StandardCharsets.UTF_8));
      } else {
        messages.add(message(record));
      }
    }
    Files.write(folder.resolve("facts.jsonl"), facts);
    Files.write(folder.resolve("messages.jsonl"), messages);
  }

  private static String message(ConsumerRecord<String, byte[]> record) throws IOException {
    Header type = record.headers().lastHeader("ce_type");
    ObjectNode line = JSON.createObjectNode();
    line.put("topic", record.topic());
    line.put("type", type == null ? "" : new String(type.value(), StandardCharsets.UTF_8));
    line.set("body", JSON.readTree(record.value()));
    return line.toString();
  }

  private List<ConsumerRecord<String, byte[]>> records() {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().values().stream()
              .flatMap(List::stream)
              .filter(info ->
                  info.topic().equals(Topics.RESTORES) || MESSAGES.matcher(info.topic()).matches())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
      }
      return all;
    }
  }
}
