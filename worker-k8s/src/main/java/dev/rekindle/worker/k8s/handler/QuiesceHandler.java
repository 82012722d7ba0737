package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.StageSpec.QuiesceWorkloads;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.JobState;
import dev.rekindle.worker.k8s.plan.JobState.Phase;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code k8s.quiesce}: stops whatever writes. */
@ApplicationScoped
public class QuiesceHandler implements StageHandler<QuiesceWorkloads> {

  private final Applications applications;
  private final Pace pace;

  public QuiesceHandler(Applications applications, Pace pace) {
    this.applications = applications;
    this.pace = pace;
  }

  @Override
  public Class<QuiesceWorkloads> spec() {
    return QuiesceWorkloads.class;
  }

  @Override
  public Findings check(QuiesceWorkloads spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    for (WorkloadRef ref : spec.workloads()) {
      findings.trying(ref.toString(), () -> Missing.workload(application, ref));
    }
    return findings.build();
  }

  @Override
  public StageOutcome run(QuiesceWorkloads spec, Attempt attempt) {
    Application application = applications.open(attempt);
    new OriginalsStore(application.objects(), attempt).require(spec.workloads());
    List<Evidence> evidence = new ArrayList<>();
    int done = 0;
    for (WorkloadRef ref : spec.workloads()) {
      attempt.throwIfCancelled();
      attempt.report(new Progress("scaling down", done++, spec.workloads().size(), "workloads"));
      if (application.workloads().scale(ref, 0)) {
        evidence.add(new Evidence(ref.toString(), "scaled to 0"));
      }
    }
    Predicate<JobState> ends = job -> job.ours() || spec.jobs().contains(job.name());
    endJobs(application, ends, attempt)
        .forEach(name -> evidence.add(new Evidence("job " + name, "ended")));
    PodsGone.await(application, spec.workloads(), pace, attempt);
    evidence.add(new Evidence("pods of " + spec.workloads().size() + " workloads", "0"));
    application.jobs().all().stream()
        .filter(job -> job.phase() == Phase.RUNNING)
        .forEach(job -> evidence.add(new Evidence("job " + job.name(), "still runs, not ours")));
    return StageOutcome.done(evidence);
  }

  /** Ends running Jobs; returns their names. Commands left by an earlier round would write too. */
  static List<String> endJobs(Application application, Predicate<JobState> which, Attempt attempt) {
    List<String> ended = new ArrayList<>();
    for (JobState job : application.jobs().all()) {
      boolean alive = job.phase() == Phase.RUNNING || job.phase() == Phase.DELETING;
      if (alive && which.test(job)) {
        attempt.throwIfCancelled();
        attempt.report(new Progress("ending job " + job.name(), ended.size(), 0, "jobs"));
        application.jobs().delete(job);
        ended.add(job.name());
      }
    }
    return ended;
  }
}
