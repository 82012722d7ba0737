package dev.rekindle.coordinator.messaging;

import dev.rekindle.coordinator.engine.ClusterDirectory;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Looks after the topics: at the start until they are there, and when a cluster is added. */
final class TopicsLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(TopicsLoop.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final KafkaTopics topics;
  private final ClusterDirectory clusters;

  TopicsLoop(KafkaTopics topics, ClusterDirectory clusters) {
    this.topics = topics;
    this.clusters = clusters;
  }

  @Override
  public void run() {
    List<String> done = List.of();
    boolean first = true;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          List<String> wanted = clusters.clusters();
          if (first || !wanted.equals(done)) {
            topics.ensure(wanted);
            done = wanted;
            first = false;
          }
        } catch (RuntimeException e) {
          LOG.warnf("Topics cannot be made now, trying again cause=%s", e.getMessage());
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
