package dev.rekindle.coordinator.messaging;

import dev.rekindle.coordinator.engine.ClusterDirectory;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Looks after the topics: at the start until they are there, when a cluster is added, and every now
 * and then, because a broker that lost its data has lost its topics too.
 */
final class TopicsLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(TopicsLoop.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int LOOKS_ANYWAY = 5;

  private final KafkaTopics topics;
  private final ClusterDirectory clusters;

  TopicsLoop(KafkaTopics topics, ClusterDirectory clusters) {
    this.topics = topics;
    this.clusters = clusters;
  }

  @Override
  public void run() {
    List<String> done = List.of();
    int looks = 0;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          List<String> wanted = clusters.clusters();
          if (looks++ % LOOKS_ANYWAY == 0 || !wanted.equals(done)) {
            topics.ensure(wanted);
            done = wanted;
          }
        } catch (RuntimeException e) {
          looks = 0;
          LOG.warnf("Topics cannot be made now, trying again cause=%s", e.getMessage());
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
