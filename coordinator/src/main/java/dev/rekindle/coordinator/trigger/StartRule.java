package dev.rekindle.coordinator.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a restore that an alert asks for may start. */
public final class StartRule {

  private static final Duration BUDGET_PAUSE = Duration.ofSeconds(15);

  private StartRule() {}

  /**
   * Not yet.
   *
   * @param lookAgain when to decide anew
   * @param reason for people
   */
  public record Wait(Instant lookAgain, String reason) {}

  /**
   * Empty when it may start now.
   *
   * @param cluster of the application
   * @param startsAt when the alert began to fire
   */
  public static Optional<Wait> hindrance(
      TriggerPolicy policy,
      TriggerRules rules,
      String cluster,
      Instant startsAt,
      Budget.Load load,
      Instant now) {
    return holdDown(policy, startsAt, now)
        .or(() -> maintenance(policy, rules, now))
        .or(() -> quietHours(policy, now))
        .or(() ->
            rules
                .budget()
                .exhausted(cluster, load)
                .map(reason -> new Wait(now.plus(BUDGET_PAUSE), reason)));
  }

  private static Optional<Wait> holdDown(TriggerPolicy policy, Instant startsAt, Instant now) {
    Instant end = startsAt.plus(policy.holdDown());
    // Without one, a clock that goes ahead of ours delays nothing.
    return !policy.holdDown().isZero() && now.isBefore(end)
        ? Optional.of(
            new Wait(
                end,
                "The alert may pass by itself: hold-down of policy '"
                    + policy.name()
                    + "' until "
                    + end))
        : Optional.empty();
  }

  private static Optional<Wait> maintenance(TriggerPolicy policy, TriggerRules rules, Instant now) {
    for (Maintenance work : rules.maintenance()) {
      Optional<Instant> end =
          work.concerns(policy.application()) ? work.window().endsAfter(now) : Optional.empty();
      if (end.isPresent()) {
        return Optional.of(
            new Wait(end.get(), "Maintenance until " + end.get() + ": " + work.reason()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Wait> quietHours(TriggerPolicy policy, Instant now) {
    return policy.quiet().stream()
        .flatMap(window -> window.endsAfter(now).stream())
        .max(Instant::compareTo)
        .map(end -> new Wait(end, "Quiet hours of policy '" + policy.name() + "' until " + end));
  }
}
