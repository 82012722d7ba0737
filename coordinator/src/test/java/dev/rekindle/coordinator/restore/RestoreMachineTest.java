package dev.rekindle.coordinator.restore;

import static dev.rekindle.coordinator.restore.Scenario.ANN;
import static dev.rekindle.coordinator.restore.Scenario.BOB;
import static dev.rekindle.coordinator.restore.Scenario.guard;
import static dev.rekindle.coordinator.restore.Scenario.id;
import static dev.rekindle.coordinator.restore.Scenario.reading;
import static dev.rekindle.coordinator.restore.Scenario.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.message.StageCommand;
import dev.rekindle.contract.message.StageReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoreMachineTest {

  private static final Finding BLOCKER =
      Finding.blocker(ProblemCode.SPACE_SHORT, "disk", "full", "make room");
  private static final Finding WARNING =
      Finding.warning(ProblemCode.TARGET_NOT_EMPTY, "db", "rows", "look");

  private final Scenario s = new Scenario();

  @Test
  void a_blocking_finding_holds_the_restore_until_it_is_waived_by_name() {
    s.start(stage("a")).checked("a", BLOCKER);
    assertThat(s.state.hold().reason()).isEqualTo(HoldReason.FINDINGS);
    s.input(waive("other disk"));
    assertThat(s.refusal.code()).isEqualTo(Refusal.Code.UNKNOWN_FINDING);

    s.input(waive("disk"));

    assertThat(s.names()).containsSequence("RestoreApproved", "ExecutionBegan", "StageDispatched");
  }

  @Test
  void a_dry_run_ends_with_its_findings_and_runs_nothing() {
    s.mode = RestoreMode.DRY_RUN;
    s.start(stage("a"), stage("b")).checked("a");

    s.checked("b", BLOCKER);

    assertThat(s.state.phase()).isEqualTo(RestorePhase.FAILED);
    assertThat(s.names()).doesNotContain("StageDispatched");
  }

  @Test
  void two_different_people_approve_the_digest_of_what_they_saw() {
    s.policy = new ApprovalPolicy(2, false);
    s.running(stage("a"));
    String digest = s.state.approval().requested();

    assertThat(refusal(new RestoreInput.Approve(BOB, "else"))).isEqualTo(Refusal.Code.DIGEST_STALE);
    assertThat(refusal(new RestoreInput.Approve(ANN, digest))).isEqualTo(Refusal.Code.OWN_REQUEST);
    assertThat(refusal(new RestoreInput.Approve(BOB, digest))).isNull();
    assertThat(refusal(new RestoreInput.Approve(BOB, digest)))
        .isEqualTo(Refusal.Code.ALREADY_APPROVED);
    s.input(new RestoreInput.Approve(new Signature("cid", "why"), digest));

    assertThat(s.names()).contains("RestoreApproved", "StageDispatched");
  }

  @Test
  void old_checks_run_again_before_the_first_change_and_a_new_finding_asks_again() {
    s.policy = ApprovalPolicy.ONE_PERSON;
    s.running(stage("a"));
    String digest = s.state.approval().requested();
    s.now = s.now.plus(Duration.ofMinutes(16));
    s.input(new RestoreInput.Approve(BOB, digest));
    assertThat(s.names()).contains("ChecksExpired", "CheckDispatched");
    assertThat(s.names()).doesNotContain("StageDispatched");

    s.checked("a", WARNING);

    assertThat(s.state.phase()).isEqualTo(RestorePhase.AWAITING_APPROVAL);
    assertThat(s.state.approval().requested()).isNotEqualTo(digest);
  }

  @Test
  void the_same_findings_need_no_second_approval() {
    s.policy = ApprovalPolicy.ONE_PERSON;
    s.start(stage("a")).checked("a", WARNING);
    s.now = s.now.plus(Duration.ofMinutes(16));
    s.input(new RestoreInput.Approve(BOB, s.state.approval().requested()));

    s.checked("a", WARNING);

    assertThat(s.names()).contains("StageDispatched");
  }

  @Test
  void a_lease_is_not_judged_before_reports_are_read_and_begins_anew_after_a_gap() {
    s.running(stage("a")).admitted("a");
    s.reading = new ReportsRead(s.now, s.now.plusSeconds(30));
    assertThat(s.after(Duration.ofSeconds(90)).facts).isEmpty();
    s.reading = new ReportsRead(s.now, s.now);

    s.after(Duration.ofSeconds(1));

    assertThat(s.names()).containsExactly("LeasesRestarted");
    s.reading = new ReportsRead(s.reading.since(), s.now.plusSeconds(60));
    s.after(Duration.ofSeconds(60));
    assertThat(s.names()).containsExactly("AttemptLost", "StageDispatched");
  }

  @Test
  void heartbeats_keep_an_attempt_and_are_journaled_once_per_half_lease() {
    s.running(stage("a")).admitted("a");
    int journaled = 0;
    for (int i = 0; i < 60; i++) {
      s.now = s.now.plusSeconds(10);
      journaled += s.progressed("a").facts.size();
      assertThat(s.after(Duration.ZERO).names()).doesNotContain("AttemptLost");
    }

    assertThat(journaled).isEqualTo(20);
  }

  @Test
  void a_late_success_is_noted_and_changes_nothing() {
    s.running(stage("a"), stage("b", "a")).admitted("a");
    AttemptRef old = s.current("a");
    s.after(Duration.ofSeconds(61));
    AttemptRef successor = s.current("a");
    assertThat(successor.fence()).isGreaterThan(old.fence());

    s.report(s.succeeded(old));

    assertThat(s.names()).containsExactly("LateReportNoted");
    assertThat(s.current("a")).isEqualTo(successor);
    assertThat(s.report(s.succeeded(old)).names()).hasSizeLessThan(2);
  }

  @Test
  void after_a_failure_branches_finish_nothing_new_starts_and_people_are_reminded() {
    s.running(stage("a"), stage("b"), stage("c", "b"));
    s.failed("a", false);
    assertThat(s.state.hold().reason()).isEqualTo(HoldReason.STAGE_FAILED);

    s.succeeded("b");

    assertThat(s.names()).containsExactly("StageSucceeded");
    assertThat(s.after(Timing.DEFAULT.reminder()).names()).containsExactly("ReminderSent");
    assertThat(refusal(new RestoreInput.Resume(BOB))).isEqualTo(Refusal.Code.DECISION_NEEDED);
    s.input(new RestoreInput.RetryStage(BOB, id("a")));
    assertThat(s.names()).contains("StagesReset", "RestoreResumed", "StageDispatched");
  }

  @Test
  void a_retryable_failure_waits_longer_each_time_until_attempts_are_used_up() {
    s.running(stage("a"));
    s.failed("a", true);
    assertThat(s.state.stage(id("a")).notBefore()).isEqualTo(s.now.plusSeconds(5));
    s.after(Duration.ofSeconds(5)).failed("a", true);
    assertThat(s.state.stage(id("a")).notBefore()).isEqualTo(s.now.plusSeconds(10));
    s.after(Duration.ofSeconds(10));

    s.failed("a", true);

    assertThat(s.state.phase()).isEqualTo(RestorePhase.HELD);
  }

  @Test
  void hold_now_cancels_what_runs_and_resume_goes_on_with_a_new_attempt() {
    s.running(stage("a")).admitted("a");
    s.input(new RestoreInput.Hold(BOB, true));
    assertThat(s.names()).contains("RestoreHeld", "AttemptCancelRequested");
    assertThat(s.cancelled("a").names()).containsExactly("AttemptCancelled");

    s.input(new RestoreInput.Resume(BOB));

    assertThat(s.names()).contains("RestoreResumed", "StageDispatched");
    assertThat(s.current("a").number()).isEqualTo(3);
  }

  @Test
  void a_cancel_waits_for_the_attempts_own_word_and_keeps_what_is_not_whole() {
    s.running(
        stage("capture"),
        stage("db", "capture"),
        reading(stage("end", "db"), "capture").runningAtEnd(List.of(id("db"))));
    s.succeeded("capture").admitted("db");
    s.input(new RestoreInput.Cancel(BOB));
    assertThat(s.names()).containsExactly("EndOrdered", "AttemptCancelRequested");

    s.cancelled("db");

    assertThat(s.names())
        .containsExactly(
            "AttemptCancelled", "StageCancelled", "EndStageSkipped", "RestoreCancelled");
  }

  @Test
  void a_cancel_before_the_data_was_touched_puts_back_what_there_was() {
    s.running(
        stage("capture"),
        stage("db", "capture"),
        reading(stage("end", "db"), "capture").runningAtEnd(List.of(id("db"))));
    s.input(new RestoreInput.Hold(BOB, false)).succeeded("capture");
    s.input(new RestoreInput.Cancel(BOB));
    assertThat(s.names()).contains("StageDispatched");

    s.succeeded("end");

    assertThat(s.state.phase()).isEqualTo(RestorePhase.CANCELLED);
  }

  @Test
  void a_stage_that_reads_what_a_left_out_one_would_have_given_is_left_out_too() {
    s.running(
        stage("db"),
        stage("free", "db").runningAtEnd(List.of(id("db"))),
        reading(stage("tell", "free"), "free").runningAtEnd(List.of()));
    s.admitted("db").failed("db", false);

    s.input(new RestoreInput.SkipStage(BOB, id("db"), Map.of()));

    assertThat(s.names()).contains("EndStageSkipped").doesNotContain("StageDispatched");
    assertThat(s.state.stage(id("tell")).current()).isNull();
    assertThat(s.state.phase().terminal()).isTrue();
  }

  @Test
  void verification_comes_after_the_end() {
    s.running(stage("a"), stage("end", "a").runningAtEnd(List.of()), stage("verify", "end"));
    s.succeeded("a");

    s.succeeded("end");

    assertThat(s.names()).containsExactly("StageSucceeded", "VerificationBegan", "StageDispatched");
    assertThat(s.succeeded("verify").state.phase()).isEqualTo(RestorePhase.SUCCEEDED);
  }

  @Test
  void repeating_a_finished_stage_repeats_what_came_after_it_and_its_guards_first() {
    s.running(
        stage("capture"),
        guard("quiesce", "capture"),
        stage("db", "quiesce"),
        stage("up", "db"),
        stage("end", "up").runningAtEnd(List.of()),
        stage("verify", "end"));
    s.succeeded("capture", "quiesce", "db", "up", "end").failed("verify", false);

    s.input(new RestoreInput.RetryStage(BOB, id("db")));

    RestoreFact.StagesReset reset = (RestoreFact.StagesReset) s.facts.getFirst();
    assertThat(reset.stages())
        .containsExactly(id("quiesce"), id("db"), id("up"), id("end"), id("verify"));
    assertThat(s.current("quiesce").number()).isEqualTo(3);
    assertThat(s.state.stage(id("db")).current()).isNull();
  }

  @Test
  void a_skip_gives_the_outputs_that_later_stages_read() {
    s.running(stage("a"), reading(stage("b", "a"), "a")).failed("a", false);
    assertThat(refusal(new RestoreInput.SkipStage(BOB, id("a"), Map.of())))
        .isEqualTo(Refusal.Code.OUTPUTS_NEEDED);

    s.input(new RestoreInput.SkipStage(BOB, id("a"), Map.of("out", Map.of("given", "1"))));

    assertThat(inputsSent()).containsEntry("in", Map.of("given", "1"));
  }

  @Test
  void a_breakpoint_waits_until_nothing_else_can_run_and_is_passed_once() {
    s.pauseBefore = List.of(id("b"));
    s.running(stage("a"), stage("b"), stage("c", "a"));
    s.succeeded("a");
    assertThat(s.state.hold()).isNull();
    s.succeeded("c");
    assertThat(s.state.hold().reason()).isEqualTo(HoldReason.BREAKPOINT);

    s.input(new RestoreInput.Resume(BOB));

    assertThat(s.names()).containsExactly("BreakpointPassed", "RestoreResumed", "StageDispatched");
  }

  @Test
  void a_dispatch_that_nobody_answers_is_repeated_without_counting_as_a_failure() {
    s.running(stage("a"));
    for (int i = 1; i < Timing.DEFAULT.unansweredLimit(); i++) {
      s.after(Timing.DEFAULT.dispatchLimit());
      assertThat(s.names()).containsExactly("AttemptUnanswered", "StageDispatched");
    }

    s.after(Timing.DEFAULT.dispatchLimit());

    assertThat(s.state.phase()).isEqualTo(RestorePhase.HELD);
    assertThat(s.state.stage(id("a")).tally().failures()).isZero();
  }

  @Test
  void an_old_heartbeat_that_comes_again_renews_nothing() {
    s.running(stage("a")).admitted("a");
    StageReport heartbeat =
        new StageReport.AttemptProgressed(
            s.current("a"), 100, s.now, "w", new Progress("s", 1, 2, "rows"));
    s.now = s.now.plusSeconds(40);
    assertThat(s.report(heartbeat).names()).containsExactly("LeaseRenewed");
    s.now = s.now.plusSeconds(40);

    s.report(heartbeat);

    assertThat(s.facts).isEmpty();
  }

  @Test
  void the_end_waits_until_a_lost_attempt_has_been_silent_long_enough() {
    s.running(stage("a"), stage("b", "a"), stage("end").runningAtEnd(List.of()));
    s.admitted("a").input(new RestoreInput.Cancel(BOB));
    s.after(Timing.DEFAULT.lease());
    assertThat(s.names()).containsExactly("AttemptLost");
    assertThat(RestoreMachine.nextWakeUp(s.state)).isEqualTo(s.now.plus(Timing.DEFAULT.silence()));

    s.after(Timing.DEFAULT.silence());

    assertThat(s.names()).containsExactly("StageCancelled", "StageDispatched");
    assertThat(s.current("end").number()).isEqualTo(2);
  }

  @Test
  void a_failed_stage_whose_last_attempt_may_still_run_delays_the_end() {
    s.running(stage("a"), stage("end").runningAtEnd(List.of()));
    for (int i = 0; i < Timing.DEFAULT.lossLimit(); i++) {
      s.admitted("a").after(Timing.DEFAULT.lease());
    }
    assertThat(s.state.phase()).isEqualTo(RestorePhase.HELD);
    s.input(new RestoreInput.Fail(BOB));
    assertThat(s.names()).doesNotContain("StageDispatched");

    s.after(Timing.DEFAULT.silence());

    assertThat(s.names()).containsExactly("StageDispatched");
  }

  @Test
  void a_stage_is_not_skipped_while_a_lost_attempt_of_it_may_still_run() {
    s.running(stage("a"), stage("b", "a")).admitted("a").input(new RestoreInput.Hold(BOB, false));
    assertThat(s.after(Timing.DEFAULT.lease()).names()).containsExactly("AttemptLost");
    RestoreInput skip = new RestoreInput.SkipStage(BOB, id("a"), Map.of());
    assertThat(refusal(skip)).isEqualTo(Refusal.Code.ATTEMPT_RUNNING);
    s.now = s.now.plus(Timing.DEFAULT.silence());

    s.input(skip);

    assertThat(s.names()).containsExactly("StageSkipped");
  }

  @Test
  void a_delay_of_a_stage_whose_need_runs_again_wakes_nobody() {
    s.running(stage("a"), stage("b", "a")).succeeded("a").failed("b", true);
    s.input(new RestoreInput.RetryStage(BOB, id("a")));

    s.after(Timing.DEFAULT.firstBackoff());

    assertThat(RestoreMachine.nextWakeUp(s.state)).isAfter(s.now);
    assertThat(s.succeeded("a").names()).containsExactly("StageSucceeded", "StageDispatched");
  }

  private Map<String, Map<String, String>> inputsSent() {
    return s.facts.stream()
        .flatMap(fact -> RestoreMachine.effectsOf(s.state, fact).stream())
        .flatMap(e -> e instanceof Effect.SendCommand c ? List.of(c.command()).stream() : null)
        .map(command -> ((StageCommand.ExecuteStage) command).context().inputs())
        .findFirst()
        .orElseThrow();
  }

  private Refusal.Code refusal(RestoreInput input) {
    s.input(input);
    return s.refusal == null ? null : s.refusal.code();
  }

  private RestoreInput waive(String subject) {
    return new RestoreInput.WaiveFinding(
        BOB, new Waiver(id("a"), ProblemCode.SPACE_SHORT, subject));
  }
}
