package dev.rekindle.coordinator.restore;

import static dev.rekindle.coordinator.restore.Scenario.BOB;
import static dev.rekindle.coordinator.restore.Scenario.id;
import static dev.rekindle.coordinator.restore.Scenario.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.StageReport;
import dev.rekindle.coordinator.evidence.HistoryRules;
import dev.rekindle.coordinator.plan.PlannedStage;
import dev.rekindle.coordinator.plan.RestorePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A check finds that another plan of the family fits. */
class PlanChoiceTest {

  private static final Finding OTHER =
      Finding.blocker(ProblemCode.ANOTHER_PLAN, "older", "it is older", "take it");

  private final Scenario s = new Scenario();
  private final List<RestoreFact> history = new ArrayList<>();

  private static Alternative older() {
    List<PlannedStage> stages =
        List.of(stage("identify"), stage("reload", "identify"), stage("more", "reload"));
    return new Alternative(
        new RestorePlan("older", "1", "e", Duration.ofHours(1), stages), "older text");
  }

  private Scenario started() {
    s.alternatives = List.of(older());
    s.start(stage("identify"), stage("load", "identify"));
    history.addAll(s.facts);
    return s;
  }

  @Test
  void the_plan_that_fits_is_checked_approved_and_carried_out_instead() {
    // Given
    s.policy = ApprovalPolicy.ONE_PERSON;
    started();

    // When
    s.checked("identify", OTHER);

    // Then
    assertThat(s.names())
        .containsExactly(
            "CheckAnswered", "PlanChosen", "CheckDispatched", "CheckDispatched", "CheckDispatched");
    assertThat(s.state.plan().name()).isEqualTo("older");
    assertThat(s.state.order().planText()).isEqualTo("older text");
    assertThat(s.state.stages().keySet()).containsExactly(id("identify"), id("reload"), id("more"));
    history.addAll(s.facts);
    List.of("identify", "reload", "more")
        .forEach(name -> {
          s.checked(name);
          history.addAll(s.facts);
        });
    assertThat(s.names()).contains("ApprovalRequested");
    HistoryRules rules =
        new HistoryRules(((RestoreFact.RestoreStarted) history.getFirst()).order());
    history.forEach(rules::take);
  }

  @Test
  void numbers_of_attempts_go_on_and_answers_to_the_plan_before_are_ignored() {
    // Given
    started();
    var before = s.state.stage(id("load")).current().ref();
    var first = s.state.stage(id("identify")).current().ref();
    s.checked("identify", OTHER);

    // When
    s.input(
        new RestoreInput.ReportArrived(
            new StageReport.CheckReported(before, 99, s.now, "w", List.of(OTHER), List.of())));
    s.input(
        new RestoreInput.ReportArrived(
            new StageReport.CheckReported(first, 99, s.now, "w", List.of(OTHER), List.of())));

    // Then
    assertThat(s.facts).isEmpty();
    assertThat(s.state.stage(id("identify")).current().ref().number()).isEqualTo(2);
  }

  @Test
  void a_second_change_of_mind_is_a_finding_for_people() {
    // Given
    started().checked("identify", OTHER).checked("reload").checked("more");
    Finding back = Finding.blocker(ProblemCode.ANOTHER_PLAN, "p", "it is newer", "take it");

    // When
    s.checked("identify", back);

    // Then
    assertThat(s.names()).contains("RestoreHeld").doesNotContain("PlanChosen");
    assertThat(s.state.plan().name()).isEqualTo("older");
  }

  @Test
  void a_plan_that_was_not_pinned_at_the_start_is_not_taken() {
    // Given
    s.start(stage("identify"));

    // When
    s.checked("identify", OTHER);

    // Then
    assertThat(s.names()).contains("RestoreHeld").doesNotContain("PlanChosen");
  }

  @Test
  void what_people_agreed_to_before_does_not_stand_for_the_other_plan() {
    // Given
    s.policy = ApprovalPolicy.ONE_PERSON;
    started().checked("identify").checked("load");
    s.now = s.now.plus(Duration.ofMinutes(20));
    s.input(new RestoreInput.Approve(BOB, s.state.approval().requested()));
    assertThat(s.names()).contains("RestoreApproved", "ChecksExpired");

    // When
    s.checked("identify", OTHER).checked("identify").checked("reload").checked("more");

    // Then
    assertThat(s.names()).contains("ApprovalRequested").doesNotContain("ExecutionBegan");
  }
}
