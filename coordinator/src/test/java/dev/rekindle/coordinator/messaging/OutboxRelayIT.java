package dev.rekindle.coordinator.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.coordinator.exchange.CommitSignal;
import dev.rekindle.coordinator.exchange.Outbox;
import dev.rekindle.coordinator.testing.StandingStill;
import dev.rekindle.coordinator.testing.TestServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestProfile(StandingStill.class)
class OutboxRelayIT {

  private static final int RESTORES = 20;
  private static final int MESSAGES = 25;

  @Inject Outbox outbox;
  @Inject AgroalDataSource database;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String brokers;

  @Test
  void two_relays_at_once_send_each_message_once_and_those_of_a_restore_in_order()
      throws Exception {
    // Given
    String topic = "relay-" + UUID.randomUUID();
    KafkaConnection kafka = new KafkaConnection(Map.of("bootstrap.servers", brokers));
    try (Admin admin = kafka.admin()) {
      admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
    }
    Map<String, List<String>> written = fill(topic);
    CommitSignal signal = new CommitSignal();
    Set<String> used = ConcurrentHashMap.newKeySet();

    // When
    try (Producer<String, byte[]> first = kafka.producer();
        Producer<String, byte[]> second = kafka.producer()) {
      List<Thread> relays =
          List.of(relay("first", first, signal, used), relay("second", second, signal, used));
      awaitEmpty(topic);
      relays.forEach(Thread::interrupt);
      for (Thread relay : relays) {
        relay.join();
      }
    }

    // Then
    assertThat(received(kafka, topic)).isEqualTo(written);
    assertThat(used).containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void a_message_that_kafka_does_not_take_holds_back_the_later_ones_of_its_restore_only()
      throws Exception {
    // Given
    String topic = "stuck-" + UUID.randomUUID();
    Map<String, List<String>> written = fill(topic);
    String stuck = written.keySet().iterator().next();
    ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
    Outbox.Delivery delivery =
        queues ->
            queues.stream()
                .filter(queue -> queue.getFirst().topic().equals(topic))
                .filter(queue -> !queue.getFirst().restore().toString().equals(stuck))
                .flatMap(List::stream)
                .peek(message -> sent.add(message.restore() + " " + message.body()))
                .map(message -> message.id())
                .collect(Collectors.toSet());

    // When
    while (outbox.drain(5, delivery).sent() > 0 || outbox.drain(RESTORES, delivery).sent() > 0) {}

    // Then
    assertThat(sent).hasSize((RESTORES - 1) * MESSAGES).noneMatch(m -> m.startsWith(stuck));
    assertThat(waiting(topic)).isEqualTo(MESSAGES);
    outbox.drain(
        RESTORES,
        queues ->
            queues.stream().flatMap(List::stream).map(m -> m.id()).collect(Collectors.toSet()));
  }

  private Thread relay(
      String name, Producer<String, byte[]> producer, CommitSignal signal, Set<String> used) {
    KafkaDelivery kafka = new KafkaDelivery(producer);
    Outbox.Delivery noting =
        queues -> {
          used.add(name);
          return kafka.send(queues);
        };
    OutboxRelay relay = new OutboxRelay(outbox, noting, signal, Duration.ofMillis(20), 3);
    return Thread.ofVirtual().name(name).start(relay);
  }

  private Map<String, List<String>> fill(String topic) throws SQLException {
    Map<String, List<String>> written = new ConcurrentHashMap<>();
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      List<UUID> restores = new ArrayList<>();
      for (int i = 0; i < RESTORES; i++) {
        restores.add(insertRestore(connection));
      }
      for (int n = 0; n < MESSAGES; n++) {
        for (UUID restore : restores) {
          String body = "{\"n\":" + n + "}";
          insertMessage(connection, restore, topic, body);
          written.computeIfAbsent(restore.toString(), _ -> new ArrayList<>()).add(body);
        }
      }
      connection.commit();
    }
    return written;
  }

  private static UUID insertRestore(Connection connection) throws SQLException {
    UUID id = UUID.randomUUID();
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into restore (restore_id, seq, cluster, namespace, application, plan, store, backup_set,
              mode, status, is_open, requested_by, reason, started_at)
            values (?, 0, 'c', 'n', ?, 'p', 's', 'b', 'RESTORE', 'SUCCEEDED', false, 'test', '', now())
            """)) {
      insert.setObject(1, id);
      insert.setString(2, "app-" + id);
      insert.executeUpdate();
    }
    return id;
  }

  private static void insertMessage(Connection connection, UUID restore, String topic, String body)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into outbox_message (restore_id, topic, message_key, type, body, created_at)
            values (?, ?, ?, 'Test', ?, now())
            """)) {
      insert.setObject(1, restore);
      insert.setString(2, topic);
      insert.setString(3, restore.toString());
      insert.setString(4, body);
      insert.executeUpdate();
    }
  }

  private void awaitEmpty(String topic) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (waiting(topic) > 0 && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    assertThat(waiting(topic)).isZero();
  }

  private int waiting(String topic) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement count =
            connection.prepareStatement("select count(*) from outbox_message where topic = ?")) {
      count.setString(1, topic);
      try (ResultSet rows = count.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static Map<String, List<String>> received(KafkaConnection kafka, String topic) {
    Map<String, List<String>> found = new ConcurrentHashMap<>();
    try (KafkaConsumer<String, byte[]> consumer = kafka.consumer("check-" + topic)) {
      consumer.subscribe(List.of(topic));
      int count = 0;
      long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
      while (count < RESTORES * MESSAGES && System.nanoTime() < until) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          found
              .computeIfAbsent(record.key(), _ -> new ArrayList<>())
              .add(new String(record.value(), StandardCharsets.UTF_8));
          count++;
        }
      }
      for (var record : consumer.poll(Duration.ofMillis(500))) {
        found.get(record.key()).add("twice");
      }
    }
    return found;
  }
}
