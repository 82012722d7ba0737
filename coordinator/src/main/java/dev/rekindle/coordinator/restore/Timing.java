package dev.rekindle.coordinator.restore;

import java.time.Duration;

/**
 * The times a restore works with, pinned at its start so that a replay decides the same.
 *
 * @param lease how long an admitted attempt is believed alive without a report
 * @param dispatchLimit how long a dispatch may stay unanswered
 * @param unansweredLimit after how many unanswered dispatches of a stage in a row a person is told
 * @param lossLimit how many attempts of a stage may be lost before a person is told
 * @param refusalDelay before a busy worker is asked again
 * @param firstBackoff before the attempt after the first failure; doubles with each further one
 * @param longestBackoff the most it grows to
 * @param checkFreshness how old checks may be when the first change begins
 * @param reminder between reminders to people
 * @param silence how long a lost attempt must have been silent to count as gone when nothing newer
 *     has raised the fence
 */
public record Timing(
    Duration lease,
    Duration dispatchLimit,
    int unansweredLimit,
    int lossLimit,
    Duration refusalDelay,
    Duration firstBackoff,
    Duration longestBackoff,
    Duration checkFreshness,
    Duration reminder,
    Duration silence) {

  /** For production use. */
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          10,
          20,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(15),
          Duration.ofMinutes(2));

  /** How long to wait after that many failures. */
  public Duration backoff(int failures) {
    Duration wait = firstBackoff.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
    return wait.compareTo(longestBackoff) < 0 ? wait : longestBackoff;
  }
}
