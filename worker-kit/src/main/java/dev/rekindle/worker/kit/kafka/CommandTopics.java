package dev.rekindle.worker.kit.kafka;

import dev.rekindle.contract.stage.Pool;
import dev.rekindle.contract.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics a worker reads, and their making: a consumer must not wait for the first command. */
final class CommandTopics {

  /** Every instance reads all cancels when it starts; older ones concern nobody. */
  private static final Map<String, String> KEPT_FOR_A_DAY =
      Map.of("retention.ms", Long.toString(Duration.ofDays(1).toMillis()));

  private final Pool pool;
  private final Collection<String> clusters;
  private final int partitions;

  CommandTopics(Pool pool, Collection<String> clusters, int partitions) {
    this.pool = pool;
    this.clusters = Set.copyOf(clusters);
    this.partitions = partitions;
  }

  List<String> commands() {
    return clusters.stream().map(cluster -> Topics.commands(pool, cluster)).toList();
  }

  List<String> controls() {
    return clusters.stream().map(cluster -> Topics.controls(pool, cluster)).toList();
  }

  /** Makes what is missing; fails with a Kafka exception when the broker is away. */
  void make(Admin admin) throws ExecutionException, InterruptedException {
    List<NewTopic> wanted = new ArrayList<>();
    commands().forEach(name -> wanted.add(topic(name, partitions)));
    controls().forEach(name -> wanted.add(topic(name, 1).configs(KEPT_FOR_A_DAY)));
    Set<String> existing = admin.listTopics().names().get();
    wanted.removeIf(topic -> existing.contains(topic.name()));
    for (var made : admin.createTopics(wanted).values().values()) {
      try {
        made.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static NewTopic topic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty());
  }
}
