package dev.rekindle.coordinator.restore;

import static dev.rekindle.coordinator.restore.Scenario.BOB;
import static dev.rekindle.coordinator.restore.Scenario.id;
import static dev.rekindle.coordinator.restore.Scenario.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.RefusalCode;
import dev.rekindle.contract.message.StageReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rarer ways to need a look at the clock, or not to; each was found by the simulation. */
class WakeUpTest {

  private final Scenario s = new Scenario();

  @Test
  void the_check_of_a_stage_that_was_skipped_meanwhile_is_asked_again() {
    s.pauseBefore = List.of(id("a"), id("b"));
    s.running(stage("a"), stage("b"));
    s.input(new RestoreInput.SkipStage(BOB, id("b"), Map.of()));
    s.now = s.now.plus(Timing.DEFAULT.checkFreshness()).plusSeconds(1);
    s.input(new RestoreInput.Resume(BOB)).checked("a");
    s.report(
        new StageReport.AttemptRefused(s.current("b"), 9, s.now, "w", RefusalCode.BUSY, "full"));

    assertThat(RestoreMachine.nextWakeUp(s.state))
        .isEqualTo(s.now.plus(Timing.DEFAULT.refusalDelay()));
    s.after(Timing.DEFAULT.refusalDelay());

    assertThat(s.names()).containsExactly("CheckDispatched");
  }

  @Test
  void a_breakpoint_at_the_end_wakes_nobody_while_another_stage_runs() {
    s.pauseBefore = List.of(id("paused"));
    lostAndSkipped();
    s.input(new RestoreInput.Resume(BOB));
    assertThat(s.names()).containsExactly("HoldLifted", "RestoreResumed", "StageDispatched");

    s.after(Timing.DEFAULT.refusalDelay());

    assertThat(RestoreMachine.nextWakeUp(s.state)).isAfter(s.now);
    assertThat(s.succeeded("other").state.hold().reason()).isEqualTo(HoldReason.BREAKPOINT);
  }

  /** Stage "a" was lost, held back, and skipped after its silence, which is over for long. */
  private void lostAndSkipped() {
    s.running(
        stage("a"),
        stage("paused").runningAtEnd(List.of()),
        stage("other").runningAtEnd(List.of()));
    s.admitted("a").input(new RestoreInput.Hold(BOB, false)).after(Timing.DEFAULT.lease());
    s.now = s.now.plus(Timing.DEFAULT.silence());
    s.input(new RestoreInput.SkipStage(BOB, id("a"), Map.of()));
  }
}
