package dev.rekindle.coordinator.trigger;

import java.time.Duration;
import java.util.List;

/** A policy of which a test says only what it is about. */
final class TestPolicy {

  private Duration holdDown = Duration.ZERO;
  private Duration cooldown = Duration.ofMinutes(30);
  private List<TimeWindow> quiet = List.of();
  private TriggerPolicy.OnResolved onResolved = TriggerPolicy.OnResolved.KEEP;

  private TestPolicy() {}

  static TestPolicy of() {
    return new TestPolicy();
  }

  TestPolicy holdDown(Duration length) {
    holdDown = length;
    return this;
  }

  TestPolicy cooldown(Duration length) {
    cooldown = length;
    return this;
  }

  TestPolicy quiet(TimeWindow window) {
    quiet = List.of(window);
    return this;
  }

  TestPolicy onResolved(TriggerPolicy.OnResolved what) {
    onResolved = what;
    return this;
  }

  TriggerPolicy policy() {
    return new TriggerPolicy(
        "shop-down",
        List.of(LabelMatcher.parse("alertname=\"ShopDown\"")),
        "shop",
        null,
        TriggerPolicy.Backup.NEWEST,
        TriggerPolicy.Approval.ONE,
        List.of(),
        holdDown,
        cooldown,
        quiet,
        onResolved,
        null);
  }
}
