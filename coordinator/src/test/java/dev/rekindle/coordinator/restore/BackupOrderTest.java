package dev.rekindle.coordinator.restore;

import static dev.rekindle.coordinator.restore.Scenario.id;
import static dev.rekindle.coordinator.restore.Scenario.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.coordinator.plan.PlannedStage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An order that makes a backup set waits for nobody. */
class BackupOrderTest {

  private static final Finding BLOCKER =
      Finding.blocker(ProblemCode.TARGET_HELD, "lease", "held", "wait");

  private final Scenario s = new Scenario();

  @BeforeEach
  void backup() {
    s.mode = RestoreMode.BACKUP;
  }

  @Test
  void a_blocking_finding_ends_it_before_anything_is_copied() {
    s.start(stage("a"), stage("b")).checked("a");

    s.checked("b", BLOCKER);

    assertThat(s.state.phase()).isEqualTo(RestorePhase.FAILED);
    assertThat(s.names()).doesNotContain("StageDispatched", "RestoreHeld");
    assertThat(s.facts.getLast().toString()).contains("TARGET_HELD");
  }

  @Test
  void a_stage_that_failed_for_good_ends_it_with_what_went_wrong() {
    s.running(stage("a"), stage("b"), stage("c", "a"));
    s.admitted("a").admitted("b");

    s.failed("a", false);

    assertThat(s.names()).contains("EndOrdered", "AttemptCancelRequested", "StageCancelled");
    assertThat(s.names()).doesNotContain("RestoreHeld");
    s.cancelled("b");
    assertThat(s.state.phase()).isEqualTo(RestorePhase.FAILED);
    assertThat(s.facts.getLast())
        .isInstanceOfSatisfying(
            RestoreFact.RestoreFailed.class,
            failed -> assertThat(failed.reason()).contains("a: DATA_REFUSED"));
  }

  @Test
  void a_failure_that_may_pass_is_tried_again() {
    s.running(stage("a"));
    s.admitted("a");

    s.failed("a", true);

    assertThat(s.names()).doesNotContain("EndOrdered");
    assertThat(s.state.phase()).isEqualTo(RestorePhase.RUNNING);
  }

  @Test
  void its_copies_go_to_the_set_it_makes() {
    PlannedStage seal =
        PlannedStage.of(id("seal"), new StageSpec.SealBackup(List.of("a"), "lease"), List.of());
    s.start(seal);

    StageCommand command =
        s.facts.stream()
            .flatMap(fact -> RestoreMachine.effectsOf(s.state, fact).stream())
            .flatMap(effect ->
                effect instanceof Effect.SendCommand send
                    ? List.of(send.command()).stream()
                    : List.<StageCommand>of().stream())
            .findFirst()
            .orElseThrow();

    assertThat(((StageCommand.CheckStage) command).context().safetySet()).isEqualTo("set");
    assertThat(s.state.plan().makesBackup()).isTrue();
  }
}
