package dev.rekindle.coordinator.restore;

import static dev.rekindle.coordinator.restore.Scenario.BOB;
import static dev.rekindle.coordinator.restore.Scenario.id;
import static dev.rekindle.coordinator.restore.Scenario.stage;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore whose end waits for its alerts to resolve. */
class CompletionTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final RestoreInput OVER = new RestoreInput.AlertsOver(BOB);
  private static final RestoreInput FIRES = new RestoreInput.AlertFires(BOB);

  private final Scenario s = new Scenario();

  @BeforeEach
  void waits() {
    s.resolveWithin = LIMIT;
  }

  @Test
  void everything_is_proven_and_it_waits_with_a_reason_and_an_end() {
    s.running(stage("a")).succeeded("a");

    assertThat(s.names())
        .containsExactly("StageSucceeded", "VerificationBegan", "CompletionAwaited");
    assertThat(s.state.phase()).isEqualTo(RestorePhase.VERIFYING);
    List<Wait> waits = RestoreMachine.waits(s.state);
    assertThat(waits).hasSize(1);
    assertThat(waits.getFirst().reason()).contains("alert to resolve");
    assertThat(waits.getFirst().until()).isEqualTo(s.now.plus(LIMIT));
    assertThat(RestoreMachine.nextWakeUp(s.state)).isEqualTo(s.now.plus(LIMIT));
  }

  @Test
  void the_alert_resolves_and_it_ends() {
    s.running(stage("a")).succeeded("a");

    s.input(OVER);

    assertThat(s.names()).containsExactly("AlertsResolved", "RestoreSucceeded");
  }

  @Test
  void an_alert_that_resolved_before_counts_and_is_told_once() {
    s.running(stage("a")).input(OVER);
    assertThat(s.names()).containsExactly("AlertsResolved");
    s.input(OVER);
    assertThat(s.names()).isEmpty();

    s.succeeded("a");

    assertThat(s.names()).containsExactly("StageSucceeded", "RestoreSucceeded");
  }

  @Test
  void an_alert_that_fires_again_in_the_meantime_is_waited_for() {
    s.running(stage("a")).input(OVER).input(FIRES);
    assertThat(s.names()).containsExactly("AlertFiredAgain");

    s.succeeded("a");

    assertThat(s.names())
        .containsExactly("StageSucceeded", "VerificationBegan", "CompletionAwaited");
  }

  @Test
  void after_its_time_a_person_is_asked_and_may_let_it_end() {
    s.running(stage("a")).succeeded("a").after(LIMIT);
    assertThat(s.names()).containsExactly("RestoreHeld");
    assertThat(s.state.hold().reason()).isEqualTo(HoldReason.ALERT_FIRES);

    s.input(new RestoreInput.Resume(BOB));

    assertThat(s.names()).containsExactly("FiringAccepted", "RestoreResumed", "RestoreSucceeded");
  }

  @Test
  void an_alert_that_resolves_while_a_person_is_asked_ends_it() {
    s.running(stage("a")).succeeded("a").after(LIMIT);

    s.input(OVER);

    assertThat(s.names()).containsExactly("AlertsResolved", "RestoreResumed", "RestoreSucceeded");
  }

  @Test
  void a_stage_that_is_repeated_is_proven_and_waited_for_anew() {
    s.running(stage("a")).succeeded("a").after(LIMIT);

    s.input(new RestoreInput.RetryStage(BOB, id("a")));

    assertThat(s.state.phase()).isEqualTo(RestorePhase.RUNNING);
    assertThat(s.succeeded("a").names())
        .containsExactly("StageSucceeded", "VerificationBegan", "CompletionAwaited");
    assertThat(RestoreMachine.nextWakeUp(s.state)).isEqualTo(s.now.plus(LIMIT));
  }

  @Test
  void a_person_may_end_it_before_and_a_hold_lasts() {
    s.running(stage("a")).input(new RestoreInput.Hold(BOB, false)).succeeded("a").input(OVER);
    assertThat(s.state.phase()).isEqualTo(RestorePhase.HELD);

    s.input(new RestoreInput.Fail(BOB));

    assertThat(s.state.phase()).isEqualTo(RestorePhase.FAILED);
  }

  @Test
  void a_restore_that_waits_for_no_alert_does_not_care() {
    s.resolveWithin = null;
    s.running(stage("a")).input(OVER);
    assertThat(s.names()).isEmpty();
    s.input(FIRES);
    assertThat(s.names()).isEmpty();

    s.succeeded("a");

    assertThat(s.state.phase()).isEqualTo(RestorePhase.SUCCEEDED);
  }
}
