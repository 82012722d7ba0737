package dev.rekindle.system.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chain of stages cost, read from a restore's journal: from the fact that ended a stage to
 * the fact that ended the next one. Between them lie the decision, its commit, the relay, Kafka to
 * the worker, the worker's two reports, Kafka back, and two more commits.
 */
final class StageTimes {

  private StageTimes() {}

  /** Milliseconds of each stage but the first, by the clock of the journal's database. */
  static List<Double> millis(JsonNode journal) {
    List<Double> times = new ArrayList<>();
    Instant previous = null;
    for (JsonNode entry : journal.path("items")) {
      if (!entry.path("type").asText().equals("StageSucceeded")) {
        continue;
      }
      Instant at = Instant.parse(entry.path("fact").path("at").asText());
      if (previous != null) {
        times.add(Duration.between(previous, at).toNanos() / 1e6);
      }
      previous = at;
    }
    return times;
  }

  /** How often a stage was dispatched beyond its first time; 0 when nothing was done twice. */
  static long repeated(JsonNode journal, int stages) {
    long dispatched = 0;
    for (JsonNode entry : journal.path("items")) {
      if (entry.path("type").asText().equals("StageDispatched")) {
        dispatched++;
      }
    }
    return dispatched - stages;
  }
}
