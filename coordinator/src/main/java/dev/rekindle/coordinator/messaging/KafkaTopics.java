package dev.rekindle.coordinator.messaging;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
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

  /** Makes what is missing for these clusters; topics that exist stay as they are. */
  public void ensure(Collection<String> clusters) throws InterruptedException {
    try {
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing =
          wanted(clusters).stream().filter(topic -> !present.contains(topic.name())).toList();
      for (NewTopic topic : missing) {
        create(topic);
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
