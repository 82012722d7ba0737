package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.StageSpec.RunCommand;
import dev.rekindle.worker.k8s.plan.JobChoice;
import dev.rekindle.worker.k8s.plan.JobState;
import dev.rekindle.worker.k8s.plan.Redaction;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/**
 * {@code k8s.run}: one command, as a Job. The Job outlives the attempt: a successor adopts it, and
 * unfencing or the next quiesce ends what nobody waits for any more.
 */
@ApplicationScoped
public class RunHandler implements StageHandler<RunCommand> {

  /** Characters of the log that go into evidence or a failure's detail. */
  private static final int LOG_TAIL = 2000;

  private final Applications applications;
  private final Pace pace;

  public RunHandler(Applications applications, Pace pace) {
    this.applications = applications;
    this.pace = pace;
  }

  @Override
  public Class<RunCommand> spec() {
    return RunCommand.class;
  }

  @Override
  public Findings check(RunCommand spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    if (spec.command().isEmpty()) {
      findings.blocker(
          ProblemCode.SPEC_INVALID, "command", "There is no command", "Give one in the plan");
    }
    findings.trying(spec.workload().toString(), () -> application.jobs().confirmTemplate(spec));
    return findings.build();
  }

  @Override
  public StageOutcome run(RunCommand spec, Attempt attempt) {
    Application application = applications.open(attempt);
    boolean made = false;
    while (true) {
      attempt.throwIfCancelled();
      List<JobState> jobs = application.jobs().all();
      switch (JobChoice.of(attempt.ref(), jobs, application.jobs().fenceOf(spec))) {
        case JobChoice.Superseded newer -> throw AttemptEnded.superseded(newer.seen());
        case JobChoice.End end -> application.jobs().delete(end.job());
        case JobChoice.Create create -> {
          attempt.report(new Progress("starting job " + create.name(), 0, 0, "seconds"));
          application.jobs().create(create.name(), spec);
          made = true;
        }
        case JobChoice.Adopt adopt -> {
          JobState job = adopt.job();
          switch (job.phase()) {
            case SUCCEEDED -> {
              return succeeded(application, job, made);
            }
            case FAILED -> {
              return failed(application, job);
            }
            case RUNNING, DELETING -> {
              String stall = application.jobs().stall(job);
              String step = "job " + job.name() + (stall.isEmpty() ? " runs" : " waits: " + stall);
              attempt.report(new Progress(step, job.seconds(), 0, "seconds"));
              attempt.pause(pace.poll());
            }
          }
        }
      }
    }
  }

  private static StageOutcome succeeded(Application application, JobState job, boolean made) {
    return StageOutcome.done(
        Map.of("job", Map.of("name", job.name())),
        List.of(
            new Evidence("job " + job.name(), made ? "succeeded" : "succeeded, adopted"),
            new Evidence("exit code", "0"),
            new Evidence("duration", job.seconds() + " s"),
            new Evidence("last lines", Redaction.tail(application.jobs().log(job), LOG_TAIL))));
  }

  private static StageOutcome failed(Application application, JobState job) {
    String log = Redaction.tail(application.jobs().log(job), LOG_TAIL);
    return new StageOutcome.TryAgain(
        ProblemCode.COMMAND_FAILED,
        "Job "
            + job.name()
            + " failed after "
            + job.seconds()
            + " s ("
            + job.reason()
            + "); its last lines: "
            + (log.isEmpty() ? "(no log)" : log));
  }
}
