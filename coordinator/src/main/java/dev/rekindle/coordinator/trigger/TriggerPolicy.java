package dev.rekindle.coordinator.trigger;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an alert starts.
 *
 * @param matchers all must hold
 * @param plan null for the plan of the application
 * @param backup name of a backup set, or {@link #NEWEST}
 * @param pauseBefore stages before which the restore holds, for a person to look at the data first;
 *     in a policy file {@code pauseBefore: [stage, ...]}
 * @param cooldown how long after the end of a restore its application's alerts start no other one
 */
public record TriggerPolicy(
    String name,
    List<LabelMatcher> matchers,
    String application,
    @Nullable String plan,
    String backup,
    Approval approval,
    List<String> pauseBefore,
    Duration cooldown) {

  /** Who must agree before anything is changed. */
  public enum Approval {
    NONE,
    REQUIRED,
    TWO_PERSONS
  }

  /** The newest backup set of the application's store; safety copies do not count. */
  public static final String NEWEST = "newest";

  public TriggerPolicy {
    matchers = List.copyOf(matchers);
    pauseBefore = List.copyOf(pauseBefore);
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException(
          "Policy '" + name + "' has no matcher: every alert would start a restore");
    }
    if (cooldown.isNegative()) {
      throw new IllegalArgumentException("Policy '" + name + "' has a negative cooldown");
    }
  }

  /** Whether an alert with these labels is meant. */
  public boolean matches(Map<String, String> labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }
}
