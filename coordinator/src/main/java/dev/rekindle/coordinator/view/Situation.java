package dev.rekindle.coordinator.view;

import java.time.Duration;
import java.util.List;

/** How things stand now, over all restores: what those who watch Rekindle itself want to see. */
public interface Situation {

  /** Looks. */
  Seen look();

  /** What was seen, at one moment. */
  record Seen(List<Open> open, Outgoing outgoing) {
    public Seen {
      open = List.copyOf(open);
    }
  }

  /**
   * A restore that has not ended.
   *
   * @param quiet since its last fact
   */
  record Open(
      String application,
      String cluster,
      String mode,
      String state,
      Duration age,
      Duration quiet) {}

  /**
   * Messages that Kafka has not confirmed.
   *
   * @param oldest zero when there is none
   */
  record Outgoing(long messages, Duration oldest) {}
}
