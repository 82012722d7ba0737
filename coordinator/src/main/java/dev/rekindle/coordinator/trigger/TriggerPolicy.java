package dev.rekindle.coordinator.trigger;

import dev.rekindle.coordinator.backup.BackupSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an alert starts.
 *
 * @param matchers all must hold
 * @param plan null for the plan of the application
 * @param backup which backup set
 * @param pauseBefore stages before which the restore holds, for a person to look at the data first
 * @param holdDown how long an alert must have been firing
 * @param cooldown how long after the end of a restore its application's alerts start no other one
 * @param quiet when nothing is started
 * @param resolveWithin how long the end of a restore waits, once all is proven, for its alerts to
 *     resolve before a person is asked; null when it does not wait
 */
public record TriggerPolicy(
    String name,
    List<LabelMatcher> matchers,
    String application,
    @Nullable String plan,
    Backup backup,
    Approval approval,
    List<String> pauseBefore,
    Duration holdDown,
    Duration cooldown,
    List<TimeWindow> quiet,
    OnResolved onResolved,
    @Nullable Duration resolveWithin) {

  /** Who must agree before anything is changed. */
  public enum Approval {
    NONE,
    ONE,
    TWO
  }

  /** What becomes of a restore that has changed nothing yet when all its alerts are over. */
  public enum OnResolved {
    /** It goes on, or waits on for its approval. */
    KEEP,
    /** It ends. */
    CANCEL
  }

  /**
   * Which backup set is taken.
   *
   * @param beforeAlert only one that was captured before the alert began to fire
   */
  public record Backup(BackupSelector selector, boolean beforeAlert) {

    public static final Backup NEWEST = new Backup(BackupSelector.NEWEST, false);

    /** The selector for an alert that began then. */
    public BackupSelector at(Instant startsAt) {
      return beforeAlert ? selector.capturedBefore(startsAt) : selector;
    }

    @Override
    public String toString() {
      return selector + (beforeAlert ? " captured before the alert" : "");
    }
  }

  public TriggerPolicy {
    matchers = List.copyOf(matchers);
    pauseBefore = List.copyOf(pauseBefore);
    quiet = List.copyOf(quiet);
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException(
          "Policy '" + name + "' has no matcher: every alert would start a restore");
    }
    if (cooldown.isNegative() || holdDown.isNegative()) {
      throw new IllegalArgumentException("Policy '" + name + "' has a negative duration");
    }
  }

  /** Whether an alert with these labels is meant. */
  public boolean matches(Map<String, String> labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }
}
