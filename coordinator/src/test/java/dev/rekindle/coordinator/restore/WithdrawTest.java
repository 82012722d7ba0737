package dev.rekindle.coordinator.restore;

import static dev.rekindle.coordinator.restore.Scenario.ANN;
import static dev.rekindle.coordinator.restore.Scenario.BOB;
import static dev.rekindle.coordinator.restore.Scenario.stage;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WithdrawTest {

  private final Scenario s = new Scenario();

  @Test
  void a_restore_that_is_checked_or_waits_for_its_approval_can_be_withdrawn() {
    s.policy = ApprovalPolicy.ONE_PERSON;
    s.running(stage("a"));
    assertThat(s.state.phase()).isEqualTo(RestorePhase.AWAITING_APPROVAL);

    s.input(new RestoreInput.Withdraw(ANN));

    assertThat(s.state.phase()).isEqualTo(RestorePhase.CANCELLED);
    assertThat(s.names()).doesNotContain("StageDispatched");
  }

  @Test
  void one_that_was_approved_goes_on() {
    s.policy = ApprovalPolicy.ONE_PERSON;
    s.running(stage("a"));
    s.input(new RestoreInput.Approve(BOB, s.state.approval().requested()));

    s.input(new RestoreInput.Withdraw(ANN));

    assertThat(s.refusal.code()).isEqualTo(Refusal.Code.WRONG_PHASE);
    assertThat(s.state.phase()).isEqualTo(RestorePhase.RUNNING);
  }
}
