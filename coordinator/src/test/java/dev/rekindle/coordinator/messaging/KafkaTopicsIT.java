package dev.rekindle.coordinator.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekindle.contract.topic.Topics;
import dev.rekindle.coordinator.testing.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaTopicsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Reports, their dead letters, facts, workers, and of three pools commands and controls. */
  private static final int ALL = 10;

  private TestBroker broker;
  private Admin admin;
  private KafkaTopics topics;

  @BeforeAll
  void start() {
    broker = new TestBroker();
    admin = Admin.create(Map.of("bootstrap.servers", broker.address()));
    topics = new KafkaTopics(admin, 2, (short) 1);
  }

  @AfterAll
  void stop() {
    admin.close();
    broker.close();
  }

  @AfterEach
  void forget() throws Exception {
    admin.deleteTopics(ids().keySet()).all().get();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(ids()).isEmpty());
  }

  @Test
  void topics_that_a_broker_has_lost_are_made_again() throws Exception {
    // Given
    Thread loop = Thread.ofPlatform().daemon().start(new TopicsLoop(topics, () -> List.of("east")));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(ids()).hasSize(ALL));
    Map<String, Uuid> lost = ids();

    // When
    admin.deleteTopics(lost.keySet()).all().get();

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(ids()).hasSize(ALL);
          assertThat(ids().values()).doesNotContainAnyElementsOf(lost.values());
        });
    assertThat(retention()).isEqualTo("-1");
    loop.interrupt();
    loop.join();
  }

  @Test
  void facts_are_kept_for_ever_also_in_a_topic_that_a_broker_made_by_itself() throws Exception {
    // Given
    make(Map.of());

    // When
    topics.ensure(List.of("east"));

    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(retention()).isEqualTo("-1"));
  }

  @Test
  void how_long_a_person_wants_facts_kept_is_not_overruled() throws Exception {
    // Given
    make(Map.of("retention.ms", "1000000"));

    // When
    topics.ensure(List.of("east"));

    // Then
    assertThat(retention()).isEqualTo("1000000");
  }

  private void make(Map<String, String> configs) throws Exception {
    admin
        .createTopics(
            List.of(
                new NewTopic(Topics.RESTORES, Optional.of(1), Optional.empty()).configs(configs)))
        .all()
        .get();
  }

  private Map<String, Uuid> ids() throws ExecutionException, InterruptedException {
    return admin.listTopics().listings().get().stream()
        .collect(Collectors.toMap(TopicListing::name, TopicListing::topicId));
  }

  private String retention() throws ExecutionException, InterruptedException {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.RESTORES);
    return admin.describeConfigs(List.of(topic)).all().get().get(topic).get("retention.ms").value();
  }
}
