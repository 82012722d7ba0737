package dev.rekindle.coordinator.trigger;

import java.time.Instant;
import java.util.Map;

/**
 * One alert of one webhook call.
 *
 * @param episode which outbreak of which alert it speaks of
 * @param firing false when it says that the episode is over
 */
public record AlertNotice(Episode episode, boolean firing, Map<String, String> labels) {

  /**
   * What the origin of a restore that an alert started begins with; fingerprint and time follow.
   */
  public static final String ORIGIN = "alert ";

  public AlertNotice {
    labels = Map.copyOf(labels);
  }

  /**
   * One outbreak of one alert. Notices of an episode may come any number of times, from several
   * Alertmanagers, in any order; these two values are the same in all of them.
   *
   * @param fingerprint Alertmanager's hash of the labels
   * @param startsAt when it began to fire
   */
  public record Episode(String fingerprint, Instant startsAt) {}
}
