package dev.rekindle.worker.k8s.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.PodState.ContainerState;
import dev.rekindle.worker.k8s.plan.Rollout.Cause;
import dev.rekindle.worker.k8s.plan.Rollout.Complete;
import dev.rekindle.worker.k8s.plan.Rollout.Progressing;
import dev.rekindle.worker.k8s.plan.Rollout.Stalled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The verdicts, on states as a real API server showed them. */
class RolloutTest {

  private static final Condition AVAILABLE =
      new Condition("Available", "True", "MinimumReplicasAvailable", "");

  private static WorkloadState workload(
      int wanted, long generation, long observed, int count, Condition... conditions) {
    return new WorkloadState(
        WorkloadRef.parse("deployment/web"),
        "uid",
        "7",
        wanted,
        generation,
        observed,
        count,
        count,
        count,
        count,
        false,
        Map.of("app", "web"),
        Arrays.asList(conditions));
  }

  /** A deployer scales up what it replaces, whatever the counts say in between. */
  @Test
  void a_deployer_at_work_is_not_an_end() {
    WorkloadState still = workload(1, 2, 2, 1, AVAILABLE);
    WorkloadState rolling =
        new WorkloadState(
            still.ref(), "uid", "7", 1, 2, 2, 1, 1, 1, 1, true, still.selector(), List.of());

    assertThat(Rollout.judge(still, List.of(pod("a", true, false, "")))).isEqualTo(new Complete(1));
    assertThat(Rollout.judge(rolling, List.of(pod("a", true, false, ""))))
        .isEqualTo(new Progressing(1, 1));
  }

  private static PodState pod(
      String name, boolean ready, boolean terminating, String waiting, Condition... conditions) {
    return new PodState(
        name,
        name,
        "Running",
        ready,
        terminating,
        List.of(new ContainerState("c", ready, waiting.isEmpty() ? 0 : 4, waiting, "", 1)),
        Arrays.asList(conditions));
  }

  private static PodState ready(String name) {
    return pod(name, true, false, "");
  }

  @Test
  void complete_means_observed_updated_available_and_no_other_pod() {
    assertThat(Rollout.judge(workload(1, 3, 3, 1, AVAILABLE), List.of(ready("a"))))
        .isEqualTo(new Complete(1));
  }

  @Test
  void available_of_the_generation_before_proves_nothing() {
    assertThat(Rollout.judge(workload(1, 4, 3, 1, AVAILABLE), List.of(ready("a"))))
        .isInstanceOf(Progressing.class);
  }

  @Test
  void a_terminating_pod_that_says_it_is_ready_is_still_in_the_way() {
    assertThat(Rollout.judge(workload(1, 3, 3, 1), List.of(ready("a"), pod("b", true, true, ""))))
        .isInstanceOf(Progressing.class);
  }

  @Test
  void zero_replicas_are_complete_only_without_pods() {
    assertThat(Rollout.judge(workload(0, 3, 3, 0), List.of())).isEqualTo(new Complete(0));
    assertThat(Rollout.judge(workload(0, 3, 3, 0), List.of(pod("a", true, true, ""))))
        .isInstanceOf(Progressing.class);
  }

  @Test
  void a_used_up_quota_is_told_in_the_servers_words() {
    Condition failure =
        new Condition("ReplicaFailure", "True", "FailedCreate", "exceeded quota: q, pods=1");

    assertThat(Rollout.judge(workload(2, 3, 3, 1, failure), List.of(ready("a"))))
        .isEqualTo(new Stalled(Cause.REFUSED, "pods are refused: exceeded quota: q, pods=1"));
  }

  @Test
  void an_image_that_cannot_be_had_is_seen_long_before_the_deadline() {
    Rollout verdict =
        Rollout.judge(
            workload(1, 3, 3, 0, AVAILABLE), List.of(pod("a", false, false, "ErrImagePull")));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Stalled.class,
            stalled -> {
              assertThat(stalled.cause()).isEqualTo(Cause.IMAGE);
              assertThat(stalled.reason()).contains("container c of pod a", "ErrImagePull");
            });
  }

  @Test
  void a_crash_loop_tells_count_and_exit_code() {
    assertThat(
            Rollout.judge(
                workload(1, 3, 3, 0), List.of(pod("a", false, false, "CrashLoopBackOff"))))
        .isEqualTo(
            new Stalled(Cause.CRASH, "container c of pod a ended 4 times, last with exit code 1"));
  }

  @Test
  void a_container_that_is_being_created_is_on_its_way() {
    assertThat(
            Rollout.judge(
                workload(1, 3, 3, 0), List.of(pod("a", false, false, "ContainerCreating"))))
        .isInstanceOf(Progressing.class);
  }

  @Test
  void a_pod_without_a_node_tells_the_schedulers_reason() {
    Condition unscheduled =
        new Condition("PodScheduled", "False", "Unschedulable", "0/3 nodes: insufficient memory");

    assertThat(
            Rollout.judge(workload(1, 3, 3, 0), List.of(pod("a", false, false, "", unscheduled))))
        .isEqualTo(
            new Stalled(Cause.SCHEDULING, "no node takes pod a: 0/3 nodes: insufficient memory"));
  }

  @Test
  void a_passed_deadline_points_at_the_probe() {
    Condition deadline =
        new Condition("Progressing", "False", "ProgressDeadlineExceeded", "has timed out");

    assertThat(Rollout.judge(workload(1, 3, 3, 0, deadline), List.of(pod("a", false, false, ""))))
        .isInstanceOfSatisfying(
            Stalled.class, stalled -> assertThat(stalled.reason()).contains("readiness probe"));
  }
}
