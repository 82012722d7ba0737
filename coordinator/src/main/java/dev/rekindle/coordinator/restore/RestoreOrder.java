package dev.rekindle.coordinator.restore;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.backup.BackupPin;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is pinned when a restore starts.
 *
 * @param plan resolved and, when only some stages are wanted, already narrowed
 * @param planText the text the plan was read from, as it was
 * @param parameters the values the plan was resolved with
 * @param pauseBefore stages before which the restore waits for a resume
 * @param waivers findings that are accepted beforehand
 * @param alternatives plans that a check may choose instead
 * @param resolveWithin how long the end waits for the alerts to resolve before a person is asked;
 *     null when it does not wait for them
 * @param origin where the wish came from, such as {@code person} or {@code alert FINGERPRINT}
 */
public record RestoreOrder(
    RestoreMode mode,
    RestoreTarget target,
    RestorePlan plan,
    String planText,
    Map<String, String> parameters,
    BackupPin backup,
    ApprovalPolicy approval,
    Timing timing,
    List<StageId> pauseBefore,
    List<Waiver> waivers,
    Signature requestedBy,
    String origin,
    List<Alternative> alternatives,
    @Nullable Duration resolveWithin) {

  public RestoreOrder {
    parameters = Map.copyOf(parameters);
    pauseBefore = List.copyOf(pauseBefore);
    waivers = List.copyOf(waivers);
    alternatives = listed(alternatives);
  }

  /** Without alternatives, and without waiting for alerts at the end. */
  public RestoreOrder(
      RestoreMode mode,
      RestoreTarget target,
      RestorePlan plan,
      String planText,
      Map<String, String> parameters,
      BackupPin backup,
      ApprovalPolicy approval,
      Timing timing,
      List<StageId> pauseBefore,
      List<Waiver> waivers,
      Signature requestedBy,
      String origin) {
    this(
        mode,
        target,
        plan,
        planText,
        parameters,
        backup,
        approval,
        timing,
        pauseBefore,
        waivers,
        requestedBy,
        origin,
        List.of(),
        null);
  }

  /** An order journaled by a version without alternatives has none. */
  private static List<Alternative> listed(@Nullable List<Alternative> alternatives) {
    return alternatives == null ? List.of() : List.copyOf(alternatives);
  }

  /** The same order with another of its plans, which is final. */
  RestoreOrder choose(String name) {
    Alternative chosen =
        alternatives.stream()
            .filter(alternative -> alternative.plan().name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("No alternative " + name));
    return new RestoreOrder(
        mode,
        target,
        chosen.plan(),
        chosen.text(),
        parameters,
        backup,
        approval,
        timing,
        pauseBefore,
        waivers,
        requestedBy,
        origin,
        List.of(),
        resolveWithin);
  }
}
