package dev.rekindle.worker.k8s.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.worker.k8s.plan.JobState.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobChoiceTest {

  private static final RestoreId RESTORE = RestoreId.parse("0198c2f0-7a51-7c3e-9d0b-2f1a3c5d7e91");

  private static AttemptRef attempt(long fence) {
    return new AttemptRef(RESTORE, new StageId("deploy-hook"), 3, fence);
  }

  private static JobState job(int number, long fence, Phase phase) {
    String name = "rekindle-deploy-hook-0198c2f0-" + number;
    return new JobState(name, name, "", RESTORE.toString(), "deploy-hook", fence, phase, 1, "");
  }

  @Test
  void the_first_attempt_makes_the_first_job() {
    assertThat(JobChoice.of(attempt(10), List.of(), 0))
        .isEqualTo(new JobChoice.Create("rekindle-deploy-hook-0198c2f0-1"));
  }

  @Test
  void jobs_of_other_stages_and_restores_do_not_count() {
    JobState other =
        new JobState("x", "x", "", RESTORE.toString(), "rewrite", 9, Phase.RUNNING, 1, "");
    JobState older =
        new JobState("y", "y", "", "another", "deploy-hook", 3, Phase.SUCCEEDED, 1, "");

    assertThat(JobChoice.of(attempt(10), List.of(other, older), 0))
        .isInstanceOf(JobChoice.Create.class);
  }

  @Test
  void what_runs_or_has_succeeded_is_adopted() {
    JobState running = job(1, 8, Phase.RUNNING);
    JobState succeeded = job(1, 8, Phase.SUCCEEDED);

    assertThat(JobChoice.of(attempt(10), List.of(running), 5))
        .isEqualTo(new JobChoice.Adopt(running));
    assertThat(JobChoice.of(attempt(10), List.of(succeeded), 5))
        .isEqualTo(new JobChoice.Adopt(succeeded));
  }

  @Test
  void after_a_failure_the_next_attempt_makes_a_job_of_the_next_number() {
    assertThat(
            JobChoice.of(attempt(10), List.of(job(2, 9, Phase.FAILED), job(1, 8, Phase.FAILED)), 5))
        .isEqualTo(new JobChoice.Create("rekindle-deploy-hook-0198c2f0-3"));
  }

  @Test
  void the_attempt_whose_own_job_failed_does_not_start_another() {
    JobState failed = job(1, 10, Phase.FAILED);

    assertThat(JobChoice.of(attempt(10), List.of(failed), 5))
        .isEqualTo(new JobChoice.Adopt(failed));
  }

  @Test
  void a_success_from_before_the_last_quiesce_does_not_count() {
    assertThat(JobChoice.of(attempt(30), List.of(job(1, 8, Phase.SUCCEEDED)), 20))
        .isInstanceOf(JobChoice.Create.class);
    assertThat(JobChoice.of(attempt(30), List.of(job(1, 8, Phase.RUNNING)), 20))
        .isInstanceOf(JobChoice.End.class);
  }

  @Test
  void a_job_of_a_newer_attempt_supersedes() {
    assertThat(JobChoice.of(attempt(10), List.of(job(1, 11, Phase.RUNNING)), 0))
        .isEqualTo(new JobChoice.Superseded(11));
  }
}
