package dev.rekindle.coordinator.testing;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.contract.worker.WorkerPresence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A worker at the pace of people: each stage takes a while and tells how far it is. Killed, it says
 * nothing more of what it had; the one started after it reads the commands that came meanwhile.
 */
public final class StoryWorker implements AutoCloseable {

  private static final int STEPS = 8;

  private final MessageCodec codec = new MessageCodec();
  private final String cluster;
  private final KafkaProducer<String, byte[]> producer;
  private final Thread thread;
  private volatile Duration pace = Duration.ofMillis(100);
  private volatile int life = 1;
  private volatile boolean alive = true;
  private volatile boolean stopped;

  public StoryWorker(String brokers, String cluster) {
    this.cluster = cluster;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers),
            new StringSerializer(),
            new ByteArraySerializer());
    thread = Thread.ofPlatform().daemon().start(() -> work(brokers));
  }

  /** How long an eighth of a stage takes. */
  public void pace(Duration pace) {
    this.pace = pace;
  }

  public void kill() {
    alive = false;
    life++;
  }

  /** The next process. */
  public void start() {
    alive = true;
  }

  private void work(String brokers) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            brokers,
            "group.id",
            "story-" + UUID.randomUUID(),
            "metadata.max.age.ms",
            "500",
            "auto.offset.reset",
            "earliest");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(
          List.of(Topics.commands(Pool.K8S, cluster), Topics.controls(Pool.K8S, cluster)));
      Instant said = Instant.EPOCH;
      while (!stopped) {
        if (!alive) {
          consumer.pause(consumer.assignment());
        } else {
          consumer.resume(consumer.paused());
        }
        if (alive && said.plusSeconds(1).isBefore(Instant.now())) {
          said = Instant.now();
          present();
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          take(codec.decode(record.value(), StageCommand.class));
        }
      }
    }
  }

  private void present() {
    List<String> kinds = List.of("k8s.fence", "k8s.quiesce");
    WorkerPresence presence =
        new WorkerPresence(name(), Pool.K8S, List.of(cluster), kinds, "1", 0, 4, Instant.now());
    producer.send(new ProducerRecord<>(Topics.WORKERS, name(), codec.encode(presence)));
  }

  private String name() {
    return "worker-k8s-" + cluster + "-" + life;
  }

  private void take(StageCommand command) {
    int born = life;
    switch (command) {
      case StageCommand.CheckStage check -> say(born, checked(check.attempt()));
      case StageCommand.ExecuteStage run ->
          Thread.ofVirtual().start(() -> execute(born, run.attempt()));
      case StageCommand.CancelStage cancel ->
          say(
              born,
              new StageReport.AttemptCancelled(cancel.attempt(), 90, Instant.now(), name(), true));
    }
  }

  private StageReport checked(AttemptRef attempt) {
    Finding finding =
        attempt.stage().value().equals("fence")
            ? Finding.warning(
                ProblemCode.NOTED, "namespace shop", "The portal still answers", "Look first")
            : Finding.info(attempt.stage().value(), "Would be done");
    return new StageReport.CheckReported(
        attempt, 1, Instant.now(), name(), List.of(finding), List.of());
  }

  private void execute(int born, AttemptRef attempt) {
    say(born, new StageReport.AttemptAdmitted(attempt, 1, Instant.now(), name()));
    for (int step = 1; step <= STEPS; step++) {
      try {
        Thread.sleep(pace);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      Progress progress = new Progress("step " + step, step * 1000L, STEPS * 1000L, "rows");
      say(
          born,
          new StageReport.AttemptProgressed(attempt, 1 + step, Instant.now(), name(), progress));
    }
    say(
        born,
        new StageReport.AttemptSucceeded(
            attempt,
            2 + STEPS,
            Instant.now(),
            name(),
            Map.of(),
            List.of(new Evidence("rows", "8000"))));
  }

  /** The dead say nothing. */
  private void say(int born, StageReport report) {
    if (alive && born == life) {
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
