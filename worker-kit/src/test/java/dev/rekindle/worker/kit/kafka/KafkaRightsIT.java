package dev.rekindle.worker.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.topic.KafkaRight;
import dev.rekindle.contract.topic.Topics;
import dev.rekindle.worker.kit.protocol.DeskSettings;
import dev.rekindle.worker.kit.protocol.HandlerRegistry;
import dev.rekindle.worker.kit.settings.WorkerSettings.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker at a broker that allows it what {@code rekindle kafka acls} prints, and nothing else.
 */
class KafkaRightsIT {

  private record Kafka(String bootstrapServers, int partitions, Map<String, String> client)
      implements KafkaSettings {}

  @TempDir static Path directory;
  private static GuardedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void start() throws Exception {
    broker = new GuardedBroker(directory);
    admin = Admin.create(Map.of("bootstrap.servers", broker.admins()));
    admin
        .createTopics(
            Stream.of(
                    Topics.REPORTS,
                    Topics.WORKERS,
                    Topics.commands(Pool.DB, "west"),
                    Topics.deadLetters(Topics.commands(Pool.DB, "east")))
                .map(topic -> new NewTopic(topic, 1, (short) 1))
                .toList())
        .all()
        .get();
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void with_these_rights_a_worker_makes_its_topics_listens_and_speaks_and_gets_no_further()
      throws Exception {
    // Given
    Kafka kafka = new Kafka(broker.clients(), 1, GuardedBroker.login());
    KafkaWorker worker =
        new KafkaWorker(
            new KafkaWorker.Identity(Pool.DB, "1", Duration.ofMillis(300)),
            new DeskSettings("w1", Set.of("east"), 1, 1, 1),
            kafka,
            new HandlerRegistry(Pool.DB, List.of()),
            (attempt, kind, outcome, took) -> {});
    KafkaClients clients = new KafkaClients(kafka, "w1");

    try {
      // When
      allow(KafkaRight.ofWorkers(Pool.DB, List.of("east"), true));
      worker.start();

      // Then
      for (String group : List.of("rekindle-worker-db", "rekindle-controls-w1")) {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> reads(group));
      }
      try (Producer<String, byte[]> producer = clients.producer()) {
        for (String topic :
            List.of(
                Topics.REPORTS,
                Topics.WORKERS,
                Topics.deadLetters(Topics.commands(Pool.DB, "east")))) {
          producer.send(new ProducerRecord<>(topic, "key", new byte[0])).get();
        }
        for (String topic :
            List.of(Topics.commands(Pool.DB, "west"), Topics.commands(Pool.DB, "east"))) {
          assertThatThrownBy(
                  () -> producer.send(new ProducerRecord<>(topic, "key", new byte[0])).get())
              .as(topic)
              .isInstanceOf(ExecutionException.class)
              .hasCauseInstanceOf(AuthorizationException.class);
        }
      }
      try (Consumer<String, byte[]> consumer = clients.commands(Pool.DB)) {
        consumer.subscribe(List.of(Topics.commands(Pool.DB, "west")));
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    consumer.poll(Duration.ofSeconds(1));
                  }
                })
            .isInstanceOf(AuthorizationException.class);
      }
      assertThat(admin.listTopics().names().get())
          .contains(Topics.commands(Pool.DB, "east"), Topics.controls(Pool.DB, "east"));
    } finally {
      worker.stop(Duration.ofSeconds(2));
    }
  }

  /** Whether a member of the group was given something to read. */
  private static boolean reads(String group) throws Exception {
    return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
        .anyMatch(member -> !member.assignment().topicPartitions().isEmpty());
  }

  private static void allow(List<KafkaRight> rights) throws Exception {
    List<AclBinding> bindings = new ArrayList<>();
    for (KafkaRight right : rights) {
      ResourcePattern pattern =
          new ResourcePattern(
              ResourceType.valueOf(right.resource().name()),
              right.name(),
              right.prefix() ? PatternType.PREFIXED : PatternType.LITERAL);
      for (KafkaRight.Operation operation : right.operations()) {
        bindings.add(
            new AclBinding(
                pattern,
                new AccessControlEntry(
                    "User:worker",
                    "*",
                    AclOperation.valueOf(operation.name()),
                    AclPermissionType.ALLOW)));
      }
    }
    admin.createAcls(bindings).all().get();
  }
}
