package dev.rekindle.coordinator.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartRuleTest {

  /** A Sunday, 04:00 in Berlin. */
  private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Budget.Load IDLE = new Budget.Load(0, 0);

  @Test
  void without_any_condition_it_starts_at_once() {
    assertThat(hindrance(TestPolicy.of().policy(), TriggerRules.NONE, IDLE, START)).isEmpty();
  }

  @Test
  void the_hold_down_counts_from_the_alerts_begin_and_ends_sharp() {
    // Given
    TriggerPolicy policy = TestPolicy.of().holdDown(Duration.ofMinutes(2)).policy();

    // When
    Optional<StartRule.Wait> before =
        hindrance(policy, TriggerRules.NONE, IDLE, START.plusSeconds(119));
    Optional<StartRule.Wait> at =
        hindrance(policy, TriggerRules.NONE, IDLE, START.plusSeconds(120));

    // Then
    assertThat(before.orElseThrow().lookAgain()).isEqualTo(START.plusSeconds(120));
    assertThat(before.orElseThrow().reason()).contains("hold-down", "shop-down", "03:02:00Z");
    assertThat(at).isEmpty();
  }

  @Test
  void maintenance_holds_back_its_applications_only_and_says_why() {
    // Given
    TimeWindow window = new TimeWindow.Once(START.minusSeconds(60), START.plusSeconds(60));
    TriggerRules ours = during(new Maintenance(window, Set.of("shop"), "new disks"));
    TriggerRules theirs = during(new Maintenance(window, Set.of("desk"), "new disks"));
    TriggerRules everybodys = during(new Maintenance(window, Set.of(), "new disks"));
    TriggerPolicy policy = TestPolicy.of().policy();

    // When, Then
    assertThat(hindrance(policy, ours, IDLE, START).orElseThrow())
        .isEqualTo(
            new StartRule.Wait(
                START.plusSeconds(60), "Maintenance until 2026-11-22T03:01:00Z: new disks"));
    assertThat(hindrance(policy, theirs, IDLE, START)).isEmpty();
    assertThat(hindrance(policy, everybodys, IDLE, START)).isPresent();
    assertThat(hindrance(policy, ours, IDLE, START.plusSeconds(60))).as("its end").isEmpty();
  }

  @Test
  void quiet_hours_over_midnight_belong_to_the_day_on_which_they_begin() {
    // Given
    TriggerPolicy saturday =
        TestPolicy.of()
            .quiet(
                new TimeWindow.Weekly(
                    EnumSet.of(DayOfWeek.SATURDAY),
                    LocalTime.of(22, 0),
                    LocalTime.of(6, 0),
                    BERLIN))
            .policy();

    // When, Then
    assertThat(hindrance(saturday, TriggerRules.NONE, IDLE, START).orElseThrow().lookAgain())
        .as("Sunday, 04:00 in Berlin")
        .isEqualTo(Instant.parse("2026-11-22T05:00:00Z"));
    assertThat(hindrance(saturday, TriggerRules.NONE, IDLE, START.plus(Duration.ofDays(1))))
        .as("Monday, 04:00")
        .isEmpty();
    assertThat(hindrance(saturday, TriggerRules.NONE, IDLE, Instant.parse("2026-11-21T20:59:59Z")))
        .as("a second before")
        .isEmpty();
  }

  @Test
  void quiet_hours_follow_the_clock_on_the_wall_when_it_is_changed() {
    // Given
    TimeWindow night =
        new TimeWindow.Weekly(
            EnumSet.allOf(DayOfWeek.class), LocalTime.of(2, 15), LocalTime.of(2, 45), BERLIN);

    // When, Then
    assertThat(night.endsAfter(Instant.parse("2026-03-28T01:20:00Z")))
        .as("the night before")
        .contains(Instant.parse("2026-03-28T01:45:00Z"));
    assertThat(night.endsAfter(Instant.parse("2026-03-29T00:30:00Z")))
        .as("from 02:00 to 03:00 there is no such hour")
        .isEmpty();
    assertThat(night.endsAfter(Instant.parse("2026-10-25T00:20:00Z")))
        .as("the first of two")
        .contains(Instant.parse("2026-10-25T00:45:00Z"));
  }

  @Test
  void the_budget_of_a_cluster_and_of_all_holds_back_one_more() {
    // Given
    TriggerRules one = budget(OptionalInt.of(1), OptionalInt.empty());
    TriggerRules three = budget(OptionalInt.empty(), OptionalInt.of(3));
    TriggerPolicy policy = TestPolicy.of().policy();

    // When
    Optional<StartRule.Wait> full = hindrance(policy, one, new Budget.Load(1, 1), START);
    Optional<StartRule.Wait> elsewhere = hindrance(policy, one, new Budget.Load(0, 9), START);
    Optional<StartRule.Wait> all = hindrance(policy, three, new Budget.Load(0, 3), START);
    Optional<StartRule.Wait> room = hindrance(policy, three, new Budget.Load(2, 2), START);

    // Then
    assertThat(full.orElseThrow().reason()).contains("Cluster 'east' has 1 open");
    assertThat(full.orElseThrow().lookAgain()).isAfter(START);
    assertThat(elsewhere).isEmpty();
    assertThat(all.orElseThrow().reason()).contains("allows 3");
    assertThat(room).isEmpty();
  }

  private static Optional<StartRule.Wait> hindrance(
      TriggerPolicy policy, TriggerRules rules, Budget.Load load, Instant now) {
    return StartRule.hindrance(policy, rules, "east", START, load, now);
  }

  private static TriggerRules during(Maintenance work) {
    return new TriggerRules(List.of(), List.of(work), Budget.NONE);
  }

  private static TriggerRules budget(OptionalInt perCluster, OptionalInt total) {
    return new TriggerRules(List.of(), List.of(), new Budget(perCluster, total));
  }
}
