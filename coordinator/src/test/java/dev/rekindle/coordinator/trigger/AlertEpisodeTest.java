package dev.rekindle.coordinator.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.RestoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertEpisodeTest {

  private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");
  private static final Duration COOLDOWN = Duration.ofMinutes(30);
  private static final TriggerPolicy POLICY = TestPolicy.of().cooldown(COOLDOWN).policy();
  private static final RestoreId RESTORE = new RestoreId(UUID.randomUUID());
  private static final EpisodeRule.Decision STARTS = new EpisodeRule.Decision.Start();
  private static final EpisodeRule.Decision ATTACHES = new EpisodeRule.Decision.Attach(RESTORE);

  @Test
  void a_firing_alert_nobody_knows_starts_a_restore() {
    // When
    EpisodeRule.Decision decision =
        EpisodeRule.decide(firing(), Optional.empty(), Optional.empty(), POLICY);

    // Then
    assertThat(decision).isEqualTo(STARTS);
  }

  @Test
  void a_repeated_notice_of_an_episode_with_a_restore_starts_nothing() {
    // Given
    Optional<EpisodeRule.Memory> memory = memory(Optional.of(RESTORE), false);

    // When
    EpisodeRule.Decision decision = EpisodeRule.decide(firing(), memory, Optional.empty(), POLICY);

    // Then
    assertThat(decision).isEqualTo(new EpisodeRule.Decision.Nothing(EpisodeRule.Reason.KNOWN));
  }

  @Test
  void a_firing_notice_that_arrives_after_the_resolved_one_starts_nothing() {
    // Given
    Optional<EpisodeRule.Memory> memory = memory(Optional.empty(), true);

    // When
    EpisodeRule.Decision decision = EpisodeRule.decide(firing(), memory, Optional.empty(), POLICY);

    // Then
    assertThat(decision).isEqualTo(new EpisodeRule.Decision.Nothing(EpisodeRule.Reason.RESOLVED));
  }

  @Test
  void a_resolved_notice_never_starts_anything() {
    // Given
    AlertNotice notice = new AlertNotice(firing().episode(), false, Map.of());

    // When
    EpisodeRule.Decision decision =
        EpisodeRule.decide(notice, Optional.empty(), Optional.empty(), POLICY);

    // Then
    assertThat(decision).isEqualTo(new EpisodeRule.Decision.Nothing(EpisodeRule.Reason.RESOLVED));
  }

  @Test
  void an_episode_whose_start_was_refused_is_tried_again_with_the_next_notice() {
    // Given
    Optional<EpisodeRule.Memory> memory = memory(Optional.empty(), false);

    // When
    EpisodeRule.Decision decision = EpisodeRule.decide(firing(), memory, Optional.empty(), POLICY);

    // Then
    assertThat(decision).isEqualTo(STARTS);
  }

  @Test
  void an_episode_during_an_open_restore_of_its_application_is_attached_to_it() {
    // When
    EpisodeRule.Decision decision =
        EpisodeRule.decide(firing(), Optional.empty(), ended(Optional.empty()), POLICY);

    // Then
    assertThat(decision).isEqualTo(ATTACHES);
  }

  @Test
  void an_episode_that_began_before_the_restore_ended_is_attached_even_long_after() {
    // Given
    Optional<EpisodeRule.LastRestore> last = ended(Optional.of(START.plusSeconds(3600)));

    // When
    EpisodeRule.Decision decision = EpisodeRule.decide(firing(), Optional.empty(), last, POLICY);

    // Then
    assertThat(decision).isEqualTo(ATTACHES);
  }

  @Test
  void an_episode_within_the_cooldown_is_attached_and_one_after_it_starts_a_restore() {
    // Given
    Optional<EpisodeRule.LastRestore> lately = ended(Optional.of(START.minus(COOLDOWN)));
    Optional<EpisodeRule.LastRestore> before =
        ended(Optional.of(START.minus(COOLDOWN).minusMillis(1)));

    // When
    EpisodeRule.Decision within = EpisodeRule.decide(firing(), Optional.empty(), lately, POLICY);
    EpisodeRule.Decision after = EpisodeRule.decide(firing(), Optional.empty(), before, POLICY);

    // Then
    assertThat(within).isEqualTo(ATTACHES);
    assertThat(after).isEqualTo(STARTS);
  }

  @Test
  void an_alert_that_is_over_withdraws_its_restore_only_where_the_policy_says_so() {
    // Given
    AlertNotice over = new AlertNotice(firing().episode(), false, Map.of());
    Optional<EpisodeRule.Memory> memory = memory(Optional.of(RESTORE), false);
    TriggerPolicy cancels = TestPolicy.of().onResolved(TriggerPolicy.OnResolved.CANCEL).policy();

    // When
    EpisodeRule.Decision withdrawn = EpisodeRule.decide(over, memory, Optional.empty(), cancels);
    EpisodeRule.Decision kept = EpisodeRule.decide(over, memory, Optional.empty(), POLICY);
    EpisodeRule.Decision fires = EpisodeRule.decide(firing(), memory, Optional.empty(), cancels);

    // Then
    assertThat(withdrawn).isEqualTo(new EpisodeRule.Decision.Withdraw(RESTORE));
    assertThat(kept).isEqualTo(new EpisodeRule.Decision.Over(RESTORE));
    assertThat(fires).isEqualTo(new EpisodeRule.Decision.Nothing(EpisodeRule.Reason.KNOWN));
  }

  @Test
  void matchers_mean_what_they_mean_in_alertmanager() {
    // Given
    Map<String, String> labels = Map.of("alertname", "Down", "severity", "critical");

    // When
    boolean regular = LabelMatcher.parse("severity=~\"crit.*|page\"").matches(labels);
    boolean part = LabelMatcher.parse("severity=~\"crit\"").matches(labels);
    boolean absentIsEmpty = LabelMatcher.parse("team=\"\"").matches(labels);
    boolean absentIsNot = LabelMatcher.parse("team!=\"blue\"").matches(labels);
    boolean not = LabelMatcher.parse("alertname!~\"Up|Down\"").matches(labels);

    // Then
    assertThat(regular).isTrue();
    assertThat(part).as("anchored at both ends").isFalse();
    assertThat(absentIsEmpty).isTrue();
    assertThat(absentIsNot).isTrue();
    assertThat(not).isFalse();
  }

  private static AlertNotice firing() {
    return new AlertNotice(new AlertNotice.Episode("c7a1", START), true, Map.of());
  }

  private static Optional<EpisodeRule.Memory> memory(Optional<RestoreId> restore, boolean over) {
    return Optional.of(new EpisodeRule.Memory(restore, over));
  }

  private static Optional<EpisodeRule.LastRestore> ended(Optional<Instant> at) {
    return Optional.of(new EpisodeRule.LastRestore(RESTORE, at));
  }
}
