package dev.rekindle.coordinator.trigger;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One alert of one webhook call.
 *
 * @param episode which outbreak of which alert it speaks of
 * @param firing false when it says that the episode is over
 */
public record AlertNotice(Episode episode, boolean firing, Map<String, String> labels) {

  /** What the origin of a restore that an alert started begins with. */
  private static final String ORIGIN = "alert ";

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
  public record Episode(String fingerprint, Instant startsAt) {

    /** The origin of a restore that it started: {@code alert FINGERPRINT TIME}. */
    public String origin() {
      return ORIGIN + fingerprint + " " + startsAt;
    }
  }

  /**
   * When the alert began to fire that a restore of this origin answers; empty when none started it.
   */
  public static Optional<Instant> begin(String origin) {
    if (!origin.startsWith(ORIGIN)) {
      return Optional.empty();
    }
    try {
      // A fingerprint may have spaces, a time has none.
      return Optional.of(Instant.parse(origin.substring(origin.lastIndexOf(' ') + 1)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
