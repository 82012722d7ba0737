package dev.rekindle.worker.k8s.handler;

import static dev.rekindle.worker.k8s.handler.Fixture.APP;
import static dev.rekindle.worker.k8s.handler.Fixture.FAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.worker.k8s.plan.JobState.Phase;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageOutcome.TryAgain;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunHandlerTest {

  private static final RunCommand COMMAND =
      new RunCommand(APP, "c", List.of("rake"), Duration.ofMinutes(1));

  private final World world = Fixture.world();
  private final FakeAttempt first = FakeAttempt.simple();
  private final RunHandler handler = new RunHandler(world, FAST);

  @Test
  void a_successor_adopts_the_running_job() {
    world.open(first).jobs().create("rekindle-test-1", COMMAND);

    Done outcome = (Done) handler.run(COMMAND, first.next());

    assertThat(world.started).isEqualTo(1);
    assertThat(outcome.evidence()).anyMatch(e -> e.value().contains("adopted"));
  }

  @Test
  void a_failed_job_gives_its_log_without_secrets_and_the_next_attempt_makes_a_new_one() {
    world.jobsEnd = Phase.FAILED;
    world.log = "boot: mysql2://root:hunter2@system-mysql refused, password=hunter2";

    TryAgain failed = (TryAgain) handler.run(COMMAND, first);
    world.jobsEnd = Phase.SUCCEEDED;
    Done outcome = (Done) handler.run(COMMAND, first.next());

    assertThat(failed.code()).isEqualTo(ProblemCode.COMMAND_FAILED);
    assertThat(failed.detail()).contains("refused").doesNotContain("hunter2");
    assertThat(outcome.outputs().get("job").get("name")).endsWith("-2");
    assertThat(world.started).isEqualTo(2);
  }

  @Test
  void a_stale_attempt_starts_nothing() {
    FakeAttempt second = first.next();
    handler.run(COMMAND, second);

    assertThatThrownBy(() -> handler.run(COMMAND, first)).isInstanceOf(AttemptEnded.class);

    assertThat(world.started).isEqualTo(1);
  }

  @Test
  void a_round_after_a_new_quiesce_runs_the_command_again() {
    handler.run(COMMAND, first);
    FakeAttempt quiesce = first.next();
    world.open(quiesce).workloads().scale(APP, 0);

    handler.run(COMMAND, quiesce.next());

    assertThat(world.started).isEqualTo(2);
  }

  @Test
  void a_cancelled_attempt_leaves_the_job_to_its_successor() {
    world.jobsEnd = Phase.RUNNING;
    FakeAttempt cancelled = first.next();
    Thread.ofVirtual()
        .start(() -> {
          while (world.started == 0) {
            Thread.onSpinWait();
          }
          cancelled.cancel();
        });

    assertThatThrownBy(() -> handler.run(COMMAND, cancelled)).isInstanceOf(AttemptEnded.class);

    assertThat(world.jobs).hasSize(1);
  }
}
