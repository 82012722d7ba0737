package dev.rekindle.worker.k8s.handler;

import static dev.rekindle.worker.k8s.handler.Fixture.ALL;
import static dev.rekindle.worker.k8s.handler.Fixture.APP;
import static dev.rekindle.worker.k8s.handler.Fixture.FAST;
import static dev.rekindle.worker.k8s.handler.Fixture.LEASE;
import static dev.rekindle.worker.k8s.handler.Fixture.OPERATOR;
import static dev.rekindle.worker.k8s.handler.Fixture.ZYNC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.StageSpec.CaptureOriginals;
import dev.rekindle.contract.stage.StageSpec.FenceApplication;
import dev.rekindle.contract.stage.StageSpec.QuiesceWorkloads;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.contract.stage.StageSpec.StartWorkloads;
import dev.rekindle.contract.stage.StageSpec.UnfenceApplication;
import dev.rekindle.worker.k8s.plan.Autoscaler;
import dev.rekindle.worker.k8s.plan.Condition;
import dev.rekindle.worker.k8s.plan.JobState.Phase;
import dev.rekindle.worker.k8s.target.Fence;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadHandlersTest {

  private final World world = Fixture.world();
  private final FakeAttempt first = FakeAttempt.simple();

  private StageOutcome capture(FakeAttempt attempt) {
    return new CaptureHandler(world)
        .run(new CaptureOriginals(ALL, null, List.of(), Map.of()), attempt);
  }

  private StageOutcome quiesce(FakeAttempt attempt) {
    return new QuiesceHandler(world, FAST)
        .run(new QuiesceWorkloads(List.of(APP, ZYNC), List.of("system-app-pre")), attempt);
  }

  @Test
  void an_autoscaler_takes_over_between_its_bounds_and_nobody_minds() {
    capture(first);
    quiesce(first.next());
    world.autoscalers.put(APP.toString(), new Autoscaler("app", 2, 5));

    StageOutcome started =
        new StartHandler(world, FAST)
            .run(new StartWorkloads(List.of(APP, ZYNC)), first.next().next());

    assertThat(started).isInstanceOf(Done.class);
    assertThat(world.replicas).containsEntry(APP.toString(), 5).containsEntry(ZYNC.toString(), 2);
  }

  @Test
  void originals_survive_a_retry_after_everything_was_scaled_down() {
    capture(first);
    quiesce(first.next());

    StageOutcome again = capture(first.next().next());

    assertThat(((Done) again).outputs().get("originals"))
        .containsEntry(APP.toString(), "3")
        .containsEntry(ZYNC.toString(), "2");
  }

  @Test
  void originals_of_an_earlier_restore_are_inherited_and_said() {
    capture(FakeAttempt.simple());
    world.replicas.put(APP.toString(), 0);

    Done outcome = (Done) capture(first);

    assertThat(outcome.outputs().get("originals")).containsEntry(APP.toString(), "3");
    assertThat(outcome.evidence())
        .anyMatch(e -> e.name().equals("inherited") && e.value().contains("was 3, is 0"));
  }

  @Test
  void a_workload_found_at_zero_gets_the_plans_fallback() {
    world.replicas.put(APP.toString(), 0);

    StageOutcome outcome =
        new CaptureHandler(world)
            .run(new CaptureOriginals(ALL, null, List.of(), Map.of(APP.toString(), 5L)), first);

    assertThat(((Done) outcome).outputs().get("originals")).containsEntry(APP.toString(), "5");
  }

  @Test
  void nothing_is_scaled_down_before_its_original_is_kept() {
    assertThatThrownBy(() -> quiesce(first))
        .isInstanceOf(StageProblem.class)
        .hasMessageContaining("not recorded");

    assertThat(world.replicas).containsEntry(APP.toString(), 3);
  }

  @Test
  void quiesce_waits_for_a_deployer_at_work() {
    capture(first);
    world.deploying.put(APP.toString(), 5);

    quiesce(first.next());

    assertThat(world.deploying.get(APP.toString())).isNegative();
  }

  @Test
  void quiesce_ends_only_when_the_last_terminating_pod_is_gone() {
    capture(first);

    quiesce(first.next());

    assertThat(world.state().get("pods").toString()).contains("deployment/system-app=0");
  }

  @Test
  void quiesce_says_who_scales_back() {
    capture(first);
    world.replicas.put(APP.toString(), 0);
    FakeAttempt second = first.next();
    Crashes scaledBack =
        new Crashes(
            attempt -> {
              world.fences.put(ZYNC.toString(), 1L);
              return world.open(attempt);
            },
            0,
            false);
    new QuiesceHandler(scaledBack, FAST)
        .run(new QuiesceWorkloads(List.of(APP, ZYNC), List.of()), second);
    world.replicas.put(APP.toString(), 2);

    assertThatThrownBy(() -> PodsGone.await(world.open(second), List.of(APP), FAST, second))
        .isInstanceOf(StageProblem.class)
        .hasMessageContaining("scaled back to 2");
  }

  @Test
  void a_stale_quiesce_cannot_stop_what_a_later_stage_started() {
    capture(first);
    FakeAttempt quiesce = first.next();
    quiesce(quiesce);
    new StartHandler(world, FAST).run(new StartWorkloads(List.of(APP, ZYNC)), quiesce.next());

    assertThatThrownBy(() -> quiesce(quiesce)).isInstanceOf(AttemptEnded.class);

    assertThat(world.replicas).containsEntry(APP.toString(), 3).containsEntry(ZYNC.toString(), 2);
  }

  @Test
  void quiesce_ends_the_operators_hook_job_and_leaves_strangers_alone() {
    capture(first);
    world.jobs.add(World.in(job("system-app-pre"), Phase.RUNNING));
    world.jobs.add(World.in(job("nightly-report"), Phase.RUNNING));
    world.jobsEnd = Phase.RUNNING;

    Done outcome = (Done) quiesce(first.next());

    assertThat(world.jobs).extracting("name").containsExactly("nightly-report");
    assertThat(outcome.evidence()).anyMatch(e -> e.value().equals("still runs, not ours"));
  }

  private static dev.rekindle.worker.k8s.plan.JobState job(String name) {
    return new dev.rekindle.worker.k8s.plan.JobState(
        name, "u", "", "", "", 0, Phase.RUNNING, 1, "");
  }

  @Test
  void fence_is_refused_while_another_applications_restore_holds_the_lease() {
    world.leases.put(LEASE, new Fence.Holder("other", "east/accounts/accounts", false));

    Findings findings =
        new FenceHandler(world, FAST).check(new FenceApplication(LEASE, OPERATOR), first);

    assertThat(findings.findings())
        .anyMatch(f -> f.code() == ProblemCode.TARGET_HELD && f.severity() == Severity.BLOCKER);
  }

  @Test
  void the_lease_of_an_earlier_restore_of_the_same_application_is_followed() {
    world.leases.put(LEASE, new Fence.Holder("earlier", "east/shop/shop", true));

    Findings findings =
        new FenceHandler(world, FAST).check(new FenceApplication(LEASE, OPERATOR), first);

    assertThat(findings.blocked()).isFalse();
    assertThat(findings.findings()).anyMatch(f -> f.message().contains("earlier"));
  }

  @Test
  void a_missing_right_is_found_before_anything_changes() {
    world.deniedVerbs.add("create leases.coordination.k8s.io");
    world.deniedVerbs.add("list pods");

    Findings findings =
        new FenceHandler(world, FAST).check(new FenceApplication(LEASE, OPERATOR), first);

    assertThat(findings.findings())
        .filteredOn(f -> f.code() == ProblemCode.PERMISSION_MISSING)
        .satisfiesExactly(
            operators ->
                assertThat(operators.remedy())
                    .contains("namespace: operators", "resources: [\"pods\"]", "[\"list\"]"),
            own ->
                assertThat(own.remedy())
                    .endsWith(
                        """
                        kind: Role
                        metadata:
                          name: rekindle-test
                          namespace: shop
                        rules:
                          - apiGroups: ["coordination.k8s.io"]
                            resources: ["leases"]
                            verbs: ["create"]
                        """));
  }

  @Test
  void start_gives_every_workload_its_own_count_back() {
    capture(first);
    quiesce(first.next());

    StageOutcome outcome =
        new StartHandler(world, FAST)
            .run(new StartWorkloads(List.of(APP, ZYNC)), first.next().next());

    assertThat(outcome).isInstanceOf(Done.class);
    assertThat(world.state().get("pods").toString())
        .contains("deployment/system-app=3", "deployment/zync=2");
  }

  @Test
  void start_without_anything_captured_changes_nothing() {
    StageOutcome outcome =
        new StartHandler(world, FAST).run(new StartWorkloads(List.of(APP)), first);

    assertThat(outcome).isInstanceOf(Done.class);
    assertThat(world.fences).isEmpty();
  }

  @Test
  void a_stalled_start_ends_with_the_reason_a_person_needs() {
    capture(first);
    quiesce(first.next());
    world.conditions.put(
        APP.toString(),
        new Condition("ReplicaFailure", "True", "FailedCreate", "exceeded quota: pods=5"));
    world.replicas.put(APP.toString(), 9);

    assertThatThrownBy(() ->
            new Readiness(world.open(first), FAST, first.withDeadline(soon()))
                .await(Map.of(APP, 9)))
        .isInstanceOf(StageProblem.class)
        .hasMessageContaining("exceeded quota");
  }

  private static java.time.Instant soon() {
    return java.time.Instant.now().plus(Duration.ofSeconds(2));
  }

  @Test
  void unfence_ends_commands_that_nobody_waits_for_any_more() {
    capture(first);
    world.replicas.put(OPERATOR.toString(), 0);
    world.jobsEnd = Phase.RUNNING;
    RunCommand command = new RunCommand(APP, "c", List.of("rake"), Duration.ofMinutes(1));
    world.open(first).jobs().create("rekindle-x", command);
    world.leases.put(LEASE, new Fence.Holder(first.ref().restore().toString(), "shop", true));

    StageOutcome outcome =
        new UnfenceHandler(world, FAST).run(new UnfenceApplication(LEASE, OPERATOR), first.next());

    assertThat(outcome).isInstanceOf(Done.class);
    assertThat(world.jobs).isEmpty();
    assertThat(world.leases).isEmpty();
    assertThat(world.objects).isEmpty();
    assertThat(world.replicas).containsEntry(OPERATOR.toString(), 1);
  }
}
