package dev.rekindle.worker.kit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.contract.codec.MessageCodec;
import dev.rekindle.contract.message.RefusalCode;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageCommand.CancelStage;
import dev.rekindle.contract.message.StageCommand.ExecuteStage;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.contract.message.StageReport.AttemptAdmitted;
import dev.rekindle.contract.message.StageReport.AttemptCancelled;
import dev.rekindle.contract.message.StageReport.AttemptProgressed;
import dev.rekindle.contract.message.StageReport.AttemptRefused;
import dev.rekindle.contract.message.StageReport.AttemptSucceeded;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.stage.StageSpec.SyncFiles;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.contract.worker.WorkerPresence;
import dev.rekindle.sandbox.server.KafkaBroker;
import dev.rekindle.worker.kit.protocol.DeskSettings;
import dev.rekindle.worker.kit.protocol.HandlerRegistry;
import dev.rekindle.worker.kit.settings.WorkerSettings.KafkaSettings;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaWorkerIT {

  private record Kafka(String bootstrapServers, int partitions, Map<String, String> client)
      implements KafkaSettings {}

  private static final MessageCodec CODEC = new MessageCodec();

  @TempDir static Path directory;
  private static KafkaBroker broker;
  private static Producer<String, byte[]> producer;

  private final String cluster = "c" + UUID.randomUUID().toString().substring(0, 8);
  private final List<KafkaWorker> workers = new ArrayList<>();
  private final List<String> starts = new CopyOnWriteArrayList<>();
  private final RestoreId restore = new RestoreId(UUID.randomUUID());

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.start(directory);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stopBroker() {
    producer.close(Duration.ZERO);
    broker.close();
  }

  @AfterEach
  void stopWorkers() {
    workers.forEach(worker -> worker.stop(Duration.ofSeconds(2)));
  }

  private KafkaWorker worker(String name) {
    StageHandler<SyncFiles> handler =
        new StageHandler<>() {
          @Override
          public Class<SyncFiles> spec() {
            return SyncFiles.class;
          }

          @Override
          public Findings check(SyncFiles spec, Attempt attempt) {
            return Findings.none();
          }

          @Override
          public StageOutcome run(SyncFiles spec, Attempt attempt) {
            starts.add(name + ":" + attemptOf(attempt.ref()));
            if (spec.artifact().equals("slow")) {
              attempt.pause(Duration.ofMinutes(1));
            }
            return StageOutcome.done();
          }
        };
    KafkaWorker worker =
        new KafkaWorker(
            new KafkaWorker.Identity(Pool.K8S, "1", Duration.ofMillis(500)),
            new DeskSettings(name + cluster, Set.of(cluster), 8, 16, 8),
            new Kafka(broker.bootstrapServers(), 4, Map.of()),
            new HandlerRegistry(Pool.K8S, List.of(handler)),
            (attempt, kind, outcome, took) -> {});
    workers.add(worker);
    worker.start();
    return worker;
  }

  private AttemptRef ref(String stage) {
    return ref(stage, 1);
  }

  private AttemptRef ref(String stage, int number) {
    return new AttemptRef(restore, new StageId(stage), number, 6 + number);
  }

  private ExecuteStage execute(String stage, String artifact) {
    return execute(ref(stage), artifact);
  }

  private ExecuteStage execute(AttemptRef attempt, String artifact) {
    return new ExecuteStage(
        attempt,
        new StageContext(
            "shop",
            cluster,
            "shop",
            new BackupPin("backups", "monday", Map.of()),
            "safety",
            Map.of(),
            Duration.ofSeconds(20),
            Instant.now().plusSeconds(120)),
        new SyncFiles("claim", artifact));
  }

  private void send(String topic, String key, byte[] body) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, body)).get();
  }

  private void order(StageCommand command) throws Exception {
    send(Topics.commands(Pool.K8S, cluster), command.attempt().key(), CODEC.encode(command));
  }

  /** Everything in a topic now. */
  private List<ConsumerRecord<String, byte[]>> read(String topic) {
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new org.apache.kafka.common.TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
      return all;
    }
  }

  private List<StageReport> reports() {
    return read(Topics.REPORTS).stream()
        .map(record -> CODEC.decode(record.value(), StageReport.class))
        .filter(report -> report.attempt().restore().equals(restore))
        .toList();
  }

  private Stream<StageReport> reportsOf(String stage) {
    return reports().stream().filter(r -> r.attempt().stage().value().equals(stage));
  }

  private void awaitReport(String stage, Class<? extends StageReport> type) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(reportsOf(stage)).anyMatch(type::isInstance));
  }

  @Test
  void a_command_is_answered_and_what_cannot_be_read_does_not_stop_the_consumer() throws Exception {
    // Given
    worker("one");
    String topic = Topics.commands(Pool.K8S, cluster);
    send(topic, "k", "{not json".getBytes(UTF_8));
    String future =
        new String(CODEC.encode(execute("future", "files")), UTF_8)
            .replace("\"k8s.sync-files\"", "\"k8s.teleport\"");
    send(topic, "k", future.getBytes(UTF_8));

    // When
    order(execute("sync", "files"));

    // Then
    awaitReport("sync", AttemptSucceeded.class);
    assertThat(reportsOf("sync")).first().isInstanceOf(AttemptAdmitted.class);
    awaitReport("future", AttemptRefused.class);
    assertThat(reportsOf("future"))
        .allMatch(r -> ((AttemptRefused) r).code() == RefusalCode.UNKNOWN_KIND);
    List<ConsumerRecord<String, byte[]>> letters = read(Topics.deadLetters(topic));
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().headers().lastHeader("rekindle_reason")).isNotNull();
  }

  @Test
  void reports_are_cloud_events_keyed_by_restore_and_presence_is_told() throws Exception {
    // Given
    worker("one");

    // When
    order(execute("sync", "files"));

    // Then
    awaitReport("sync", AttemptSucceeded.class);
    ConsumerRecord<String, byte[]> report =
        read(Topics.REPORTS).stream()
            .filter(r -> restore.toString().equals(r.key()))
            .reduce((a, b) -> b)
            .orElseThrow();
    assertThat(new String(report.headers().lastHeader("ce_type").value(), UTF_8))
        .isEqualTo("AttemptSucceeded");
    assertThat(new String(report.headers().lastHeader("ce_subject").value(), UTF_8))
        .isEqualTo(restore.toString());
    assertThat(read(Topics.WORKERS))
        .map(r -> CODEC.decode(r.value(), WorkerPresence.class))
        .anyMatch(p -> p.clusters().contains(cluster) && p.kinds().contains("k8s.sync-files"));
  }

  @Test
  void a_cancel_reaches_the_instance_that_runs_the_attempt() throws Exception {
    // Given
    worker("one");
    worker("two");
    order(execute("sync", "slow"));
    awaitReport("sync", AttemptAdmitted.class);

    // When
    send(
        Topics.controls(Pool.K8S, cluster),
        restore.toString(),
        CODEC.encode(new CancelStage(ref("sync"), cluster, "hold")));

    // Then
    awaitReport("sync", AttemptCancelled.class);
    assertThat(starts).hasSize(1);
  }

  @Test
  void two_workers_start_each_attempt_once_while_others_come_and_go() throws Exception {
    // Given
    KafkaWorker first = worker("one");
    for (int i = 0; i < 20; i++) {
      order(execute("a" + i, "files"));
    }
    worker("two");
    for (int i = 0; i < 20; i++) {
      order(execute("b" + i, "files"));
    }

    // When
    first.stop(Duration.ofSeconds(2));
    for (int i = 0; i < 20; i++) {
      order(execute("c" + i, "files"));
    }

    // Then
    orderAgainUntilAllSucceed(
        Stream.of("a", "b", "c")
            .flatMap(s -> IntStream.range(0, 20).mapToObj(i -> s + i))
            .toList());
    assertThat(starts.stream().map(KafkaWorkerIT::attemptOf)).doesNotHaveDuplicates();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(ended())
                .containsAll(starts.stream().map(KafkaWorkerIT::attemptOf).toList()));
  }

  /**
   * Plays the coordinator: what was refused, failed, or not answered within a limit is ordered as
   * the next attempt.
   */
  private void orderAgainUntilAllSucceed(List<String> stages) throws Exception {
    List<String> open = stages;
    for (int number = 1; number <= 4 && !open.isEmpty(); number++) {
      awaitAnswers(open, number);
      Set<String> succeeded =
          reports().stream()
              .filter(AttemptSucceeded.class::isInstance)
              .map(report -> report.attempt().stage().value())
              .collect(Collectors.toSet());
      open = open.stream().filter(stage -> !succeeded.contains(stage)).toList();
      for (String stage : open) {
        order(execute(ref(stage, number + 1), "files"));
      }
    }
    assertThat(open).isEmpty();
  }

  private void awaitAnswers(List<String> stages, int number) {
    long limit = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            System.nanoTime() > limit
                || ended()
                    .containsAll(stages.stream().map(s -> attemptOf(ref(s, number))).toList()));
  }

  /** Attempts with a final report, refusals among them. */
  private Set<String> ended() {
    return reports().stream()
        .filter(r -> !(r instanceof AttemptAdmitted || r instanceof AttemptProgressed))
        .map(report -> attemptOf(report.attempt()))
        .collect(Collectors.toSet());
  }

  private static String attemptOf(AttemptRef ref) {
    return ref.key() + "#" + ref.number();
  }

  private static String attemptOf(String start) {
    return start.substring(start.indexOf(':') + 1);
  }
}
