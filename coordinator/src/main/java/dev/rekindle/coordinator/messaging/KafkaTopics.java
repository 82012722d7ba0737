package dev.rekindle.coordinator.messaging;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Makes the topics that are missing. */
public final class KafkaTopics {

  private static final Logger LOG = Logger.getLogger(KafkaTopics.class);
  private static final Map<String, String> FOR_EVER =
      Map.of("retention.ms", "-1", "retention.bytes", "-1");
  private static final Map<String, String> SHORT = Map.of("retention.ms", "600000");

  private final Admin admin;
  private final int partitions;
  private final Optional<Short> replication;

  /**
   * Makes topics through an admin client.
   *
   * @param replication -1 for the broker's default
   */
  public KafkaTopics(Admin admin, int partitions, short replication) {
    this.admin = admin;
    this.partitions = partitions;
    this.replication = replication < 1 ? Optional.empty() : Optional.of(replication);
  }

  /**
   * Makes what is missing for these clusters. Topics that exist stay as they are, but for the facts
   * of all restores: a broker that makes topics by itself, because somebody wrote to them, would
   * forget them after a week, unless a person has said how long it keeps them.
   */
  public void ensure(Collection<String> clusters) throws InterruptedException {
    try {
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing =
          wanted(clusters).stream().filter(topic -> !present.contains(topic.name())).toList();
      for (NewTopic topic : missing) {
        create(topic);
      }
      if (present.contains(Topics.RESTORES)) {
        keepFacts();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not answer: " + e.getCause(), e);
    }
  }

  private void create(NewTopic topic) throws InterruptedException, ExecutionException {
    try {
      admin.createTopics(List.of(topic)).all().get();
      LOG.infof("Topic created topic=%s", topic.name());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private void keepFacts() throws InterruptedException, ExecutionException {
    ConfigResource facts = new ConfigResource(ConfigResource.Type.TOPIC, Topics.RESTORES);
    Config config =
        Objects.requireNonNull(admin.describeConfigs(List.of(facts)).all().get().get(facts));
    List<AlterConfigOp> changes =
        FOR_EVER.entrySet().stream()
            .filter(entry -> nobodyChose(config.get(entry.getKey()), entry.getValue()))
            .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(Map.of(facts, changes)).all().get();
      LOG.infof("Topic keeps everything from now on topic=%s", Topics.RESTORES);
    }
  }

  private static boolean nobodyChose(ConfigEntry entry, String wanted) {
    return entry.source() != ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
        && !wanted.equals(entry.value());
  }

  private List<NewTopic> wanted(Collection<String> clusters) {
    List<NewTopic> topics = new ArrayList<>();
    topics.add(topic(Topics.REPORTS, partitions));
    topics.add(topic(Topics.deadLetters(Topics.REPORTS), 1));
    topics.add(topic(Topics.RESTORES, partitions).configs(FOR_EVER));
    topics.add(topic(Topics.WORKERS, 1).configs(SHORT));
    for (String cluster : new HashSet<>(clusters)) {
      for (Pool pool : Pool.values()) {
        topics.add(topic(Topics.commands(pool, cluster), partitions));
        topics.add(topic(Topics.controls(pool, cluster), partitions));
      }
    }
    return topics;
  }

  private NewTopic topic(String name, int count) {
    return new NewTopic(name, Optional.of(count), replication);
  }
}
