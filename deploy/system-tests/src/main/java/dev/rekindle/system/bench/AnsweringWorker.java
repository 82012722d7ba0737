package dev.rekindle.system.bench;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.codec.MessageCodec;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A worker that does nothing: it finds nothing in checks, admits each stage and ends it at once, or
 * tells progress every second for a while. What is measured with it is everything else.
 */
public final class AnsweringWorker implements AutoCloseable {

  private static final String NAME = "bench";

  private final MessageCodec codec = new MessageCodec();
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final Thread thread;
  private final int seconds;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bench-progress").factory());

  AnsweringWorker(String broker, Pool pool, List<String> clusters) {
    this(broker, pool, clusters, 0);
  }

  /**
   * Begins to answer.
   *
   * @param seconds that each stage takes
   */
  public AnsweringWorker(String broker, Pool pool, List<String> clusters, int seconds) {
    this.seconds = seconds;
    List<String> topics = clusters.stream().map(cluster -> Topics.commands(pool, cluster)).toList();
    create(broker, topics);
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", broker,
            "group.id", NAME,
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "true",
            "fetch.max.wait.ms", "500",
            "fetch.min.bytes", "1");
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker, "acks", "all", "linger.ms", "0"),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer.subscribe(topics);
    thread = Thread.ofPlatform().daemon().name("bench-worker").start(this::work);
  }

  private static void create(String broker, List<String> topics) {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker))) {
      admin
          .createTopics(topics.stream().map(name -> new NewTopic(name, 3, (short) 1)).toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("The bench's topics cannot be made", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try (consumer;
        producer) {
      while (true) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          answer(codec.decode(record.value(), StageCommand.class));
        }
      }
    } catch (WakeupException e) {
      // Closed.
      return;
    }
  }

  private void answer(StageCommand command) {
    AttemptRef attempt = command.attempt();
    Instant now = Instant.now();
    switch (command) {
      case StageCommand.CheckStage _ ->
          say(new StageReport.CheckReported(attempt, 1, now, NAME, List.of(), List.of()));
      case StageCommand.ExecuteStage _ -> {
        say(new StageReport.AttemptAdmitted(attempt, 1, now, NAME));
        goOn(attempt, 0);
      }
      case StageCommand.CancelStage _ ->
          throw new IllegalStateException("Cancels come on another topic");
    }
  }

  /** One unit of work is done each second. */
  private void goOn(AttemptRef attempt, int done) {
    Instant now = Instant.now();
    if (done == seconds) {
      say(new StageReport.AttemptSucceeded(attempt, done + 2, now, NAME, Map.of(), List.of()));
      return;
    }
    if (done > 0) {
      Progress progress = new Progress("work", done, seconds, "files");
      say(new StageReport.AttemptProgressed(attempt, done + 1, now, NAME, progress));
    }
    Future<?> _ = clock.schedule(() -> goOn(attempt, done + 1), 1, TimeUnit.SECONDS);
  }

  private void say(StageReport report) {
    String restore = report.attempt().restore().toString();
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.REPORTS, restore, codec.encode(report));
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            restore + "/" + report.attempt().fence() + "/" + report.sequence(),
            "ce_source",
            "/rekindle/worker/" + NAME,
            "ce_type",
            report.getClass().getSimpleName(),
            "ce_time",
            report.at().toString(),
            "ce_subject",
            restore)
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    Future<?> _ = producer.send(record);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
