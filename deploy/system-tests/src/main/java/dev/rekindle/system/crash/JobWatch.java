package dev.rekindle.system.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.system.api.ClusterApi;
import dev.rekindle.system.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts in the cluster how often the command of a stage was begun, and whether two ran at once.
 */
final class JobWatch implements AutoCloseable {

  private static final String RESTORE = "rekindle.dev/restore";
  private static final String STAGE = "rekindle.dev/stage";

  private final ClusterApi cluster;
  private final Thread thread;
  private final Map<String, Set<String>> begun = new TreeMap<>();
  private final Set<String> together = new TreeSet<>();
  private volatile boolean over;

  JobWatch(ClusterApi cluster) {
    this.cluster = cluster;
    thread = Thread.ofVirtual().name("job-watch").start(this::work);
  }

  private void work() {
    while (!over) {
      look(cluster.jobs());
      Await.pause(Duration.ofMillis(250));
    }
  }

  private synchronized void look(JsonNode jobs) {
    Map<String, Integer> running = new HashMap<>();
    for (JsonNode job : jobs.path("items")) {
      JsonNode labels = job.at("/metadata/labels");
      if (!labels.has(RESTORE)) {
        continue;
      }
      String stage = labels.path(RESTORE).asText() + " " + labels.path(STAGE).asText();
      begun.computeIfAbsent(stage, _ -> new HashSet<>()).add(job.at("/metadata/uid").asText());
      if (job.at("/status/active").asInt() > 0
          && running.merge(stage, job.at("/status/active").asInt(), Integer::sum) > 1) {
        together.add(stage);
      }
    }
  }

  /** Commands seen. */
  synchronized int stages() {
    return begun.size();
  }

  /** What was wrong, for people; empty when each command was begun once. */
  synchronized List<String> problems() {
    List<String> problems = new ArrayList<>();
    begun.forEach((stage, uids) -> {
      if (uids.size() > 1) {
        problems.add("the command of " + stage + " was begun " + uids.size() + " times");
      }
    });
    together.forEach(stage -> problems.add("two commands of " + stage + " ran at once"));
    return problems;
  }

  synchronized Collection<String> names() {
    return List.copyOf(begun.keySet());
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
