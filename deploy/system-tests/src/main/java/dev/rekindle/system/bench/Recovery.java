package dev.rekindle.system.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How restores went on after their coordinator was killed.
 *
 * @param open restores that were under way then
 * @param ready from the kill until a new process said that it is ready
 * @param moved seconds from there until a restore's next fact, for each; 0 when it was faster
 * @param repeated stages that were ordered a second time
 */
public record Recovery(int open, Duration ready, Distribution moved, long repeated) {

  /** Read from the journals, which are on the same clock as this process. */
  static Recovery of(List<JsonNode> journals, Instant killed, Instant ready, long repeated) {
    List<Double> moved = new ArrayList<>();
    for (JsonNode journal : journals) {
      for (JsonNode entry : journal.path("items")) {
        Instant at = Instant.parse(entry.path("fact").path("at").asText());
        if (at.isAfter(killed)) {
          moved.add(Math.max(0, Duration.between(ready, at).toNanos() / 1e9));
          break;
        }
      }
    }
    return new Recovery(
        moved.size(), Duration.between(killed, ready), new Distribution(moved), repeated);
  }
}
