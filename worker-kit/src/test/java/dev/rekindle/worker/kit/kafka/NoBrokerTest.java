package dev.rekindle.worker.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.StageReport.AttemptCancelled;
import dev.rekindle.contract.stage.Pool;
import dev.rekindle.worker.kit.protocol.DeskSettings;
import dev.rekindle.worker.kit.protocol.HandlerRegistry;
import dev.rekindle.worker.kit.settings.WorkerSettings.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** A process must end in order however long no broker can be reached. */
class NoBrokerTest {

  private record Kafka(String bootstrapServers, int partitions, Map<String, String> client)
      implements KafkaSettings {}

  /** The clients' threads; Kafka's own ones are named after the client. */
  private static List<String> threads(String instance) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains(instance))
        .toList();
  }

  private static Kafka nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Kafka("127.0.0.1:" + socket.getLocalPort(), 4, Map.of());
    }
  }

  private static KafkaWorker worker(String instance, Kafka kafka) {
    return new KafkaWorker(
        new KafkaWorker.Identity(Pool.K8S, "1", Duration.ofMillis(200)),
        new DeskSettings(instance, Set.of("east"), 8, 16, 8),
        kafka,
        new HandlerRegistry(Pool.K8S, List.of()),
        (attempt, kind, outcome, took) -> {});
  }

  @Test
  void a_worker_that_never_found_a_broker_stops_within_its_patience() throws Exception {
    // Given
    String instance = "w" + UUID.randomUUID();
    KafkaWorker worker = worker(instance, nobody());
    worker.start();
    await().until(() -> threads(instance).stream().anyMatch(name -> name.contains("admin")));
    long began = System.nanoTime();

    // When
    worker.stop(Duration.ofSeconds(4));

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    assertThat(worker.listening()).isFalse();
    // The admin client may still be in its one request; nothing begins after it.
    await().atMost(Duration.ofSeconds(15)).until(() -> threads(instance).isEmpty());
  }

  @Test
  void a_consumer_that_is_started_after_its_close_stays_closed() {
    // Given
    Incoming incoming =
        new Incoming(
            "commands",
            () -> {
              throw new KafkaException("must not be asked for");
            },
            List.of("commands"),
            Incoming.Offsets.COMMITTED,
            record -> {});
    incoming.close();

    // When
    incoming.start();

    // Then
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("rekindle-commands"));
  }

  @Test
  void consumers_of_a_broker_that_is_away_end_within_seconds() throws Exception {
    // Given
    String instance = "w" + UUID.randomUUID();
    KafkaClients clients = new KafkaClients(nobody(), instance);
    Incoming incoming =
        new Incoming(
            "away",
            () -> clients.commands(Pool.K8S),
            List.of("commands"),
            Incoming.Offsets.COMMITTED,
            record -> {});
    incoming.start();
    await().until(() -> incoming.silence().compareTo(Duration.ofMillis(600)) < 0);

    // When
    incoming.close();

    // Then
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("rekindle-away"));
  }

  @Test
  void reports_nobody_takes_do_not_keep_the_process() throws Exception {
    // Given
    String instance = "w" + UUID.randomUUID();
    Outgoing outgoing = new Outgoing(new KafkaClients(nobody(), instance).producer(), instance);
    AttemptRef ref = new AttemptRef(new RestoreId(UUID.randomUUID()), new StageId("import"), 1, 7);
    for (int i = 0; i < 100; i++) {
      outgoing.send(new AttemptCancelled(ref, i, Instant.now(), instance, true));
    }
    long began = System.nanoTime();

    // When
    outgoing.close(Duration.ofSeconds(2));

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    await().atMost(Duration.ofSeconds(5)).until(() -> threads(instance).isEmpty());
  }
}
