package dev.rekindle.coordinator.testing;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.TraceParent;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A worker that finds nothing wrong and finishes everything at once; it says each thing twice. */
public final class TestWorker implements AutoCloseable {

  private final MessageCodec codec = new MessageCodec();
  private final KafkaProducer<String, byte[]> producer;
  private final Thread thread;
  private final Set<String> traces = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile boolean stopped;

  public TestWorker(String brokers, String cluster) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers),
            new StringSerializer(),
            new ByteArraySerializer());
    thread = Thread.ofPlatform().daemon().start(() -> work(brokers, cluster));
    ready.orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Trace contexts of the commands so far. */
  public Set<String> traces() {
    return Set.copyOf(traces);
  }

  private void work(String brokers, String cluster) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            brokers,
            "group.id",
            "worker-" + UUID.randomUUID(),
            "metadata.max.age.ms",
            "500",
            "auto.offset.reset",
            "latest");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.commands(Pool.K8S, cluster)));
      // Commands sent before it knows where the end is would be passed over.
      while (consumer.assignment().isEmpty()) {
        consumer.poll(Duration.ofMillis(100));
      }
      consumer.assignment().forEach(consumer::position);
      ready.complete(null);
      while (!stopped) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          for (Header trace : record.headers().headers(TraceParent.HEADER)) {
            traces.add(new String(trace.value(), StandardCharsets.UTF_8));
          }
          answer(codec.decode(record.value(), StageCommand.class));
        }
      }
    }
  }

  private void answer(StageCommand command) {
    AttemptRef attempt = command.attempt();
    Instant now = Instant.now();
    switch (command) {
      case StageCommand.CheckStage _ ->
          say(new StageReport.CheckReported(attempt, 1, now, "w", List.of(), List.of()));
      case StageCommand.ExecuteStage _ -> {
        say(new StageReport.AttemptAdmitted(attempt, 1, now, "w"));
        say(
            new StageReport.AttemptProgressed(
                attempt, 2, now, "w", new Progress("halfway", 50, 100, "rows")));
        say(
            new StageReport.AttemptSucceeded(
                attempt, 3, now, "w", Map.of(), List.of(new Evidence("rows", "100"))));
      }
      case StageCommand.CancelStage _ ->
          say(new StageReport.AttemptCancelled(attempt, 9, now, "w", true));
    }
  }

  private void say(StageReport report) {
    for (int i = 0; i < 2; i++) {
      producer.send(
          new ProducerRecord<>(
              Topics.REPORTS, report.attempt().restore().toString(), codec.encode(report)));
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
    producer.close();
  }
}
