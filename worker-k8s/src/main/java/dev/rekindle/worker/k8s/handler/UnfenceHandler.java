package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.right.Right;
import dev.rekindle.contract.right.Rights;
import dev.rekindle.contract.stage.StageSpec.UnfenceApplication;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.JobState;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code k8s.unfence}: starts the operator again and gives the Lease back. */
@ApplicationScoped
public class UnfenceHandler implements StageHandler<UnfenceApplication> {

  private final Applications applications;
  private final Pace pace;

  public UnfenceHandler(Applications applications, Pace pace) {
    this.applications = applications;
    this.pace = pace;
  }

  @Override
  public Class<UnfenceApplication> spec() {
    return UnfenceApplication.class;
  }

  @Override
  public Findings check(UnfenceApplication spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(rights(spec, attempt), application, attempt, findings);
    WorkloadRef operator = spec.operator();
    if (operator != null) {
      findings.trying(operator.toString(), () -> Missing.workload(application, operator));
    }
    return findings.build();
  }

  private static SortedSet<Right> rights(UnfenceApplication spec, Attempt attempt) {
    String namespace = attempt.context().namespace();
    SortedSet<Right> rights = new TreeSet<>(Rights.of(spec, namespace));
    if (spec.operator() != null) {
      // Their replicas are compared before and after the operator starts.
      attempt
          .optionalInput("originals")
          .map(Originals::new)
          .ifPresent(kept -> rights.addAll(Rights.toLookAt(kept.workloads(), namespace)));
    }
    return rights;
  }

  @Override
  public StageOutcome run(UnfenceApplication spec, Attempt attempt) {
    Application application = applications.open(attempt);
    OriginalsStore store = new OriginalsStore(application.objects(), attempt);
    List<Evidence> evidence = new ArrayList<>();
    // After a cancel a command may still run, for a successor that will not come any more.
    QuiesceHandler.endJobs(application, JobState::ours, attempt)
        .forEach(name -> evidence.add(new Evidence("job " + name, "ended")));
    Optional<Originals> originals = store.known();
    WorkloadRef operator = spec.operator();
    if (operator != null && originals.isPresent()) {
      startOperator(application, operator, originals.get(), attempt);
      evidence.add(new Evidence("operator " + operator, "ready, and changed no replicas"));
    }
    attempt.throwIfCancelled();
    application.fence().release(spec.lease());
    evidence.add(new Evidence("lease " + spec.lease(), "given back"));
    // Last: whoever continues after a crash before this still finds what was there.
    store.remove();
    evidence.add(new Evidence(store.name(), "removed"));
    return StageOutcome.done(evidence);
  }

  private void startOperator(
      Application application, WorkloadRef operator, Originals originals, Attempt attempt) {
    OptionalInt replicas = originals.replicas(operator);
    if (replicas.isEmpty()) {
      throw StageProblem.permanent(
          ProblemCode.INPUT_MISSING,
          "The original replicas of " + operator + " were not captured: scale it by hand");
    }
    Map<WorkloadRef, Integer> before = replicasNow(application, originals);
    attempt.throwIfCancelled();
    application.workloads().scale(operator, replicas.getAsInt());
    new Readiness(application, pace, attempt).await(Map.of(operator, replicas.getAsInt()));
    attempt.pause(pace.settle());
    Map<WorkloadRef, Integer> after = replicasNow(application, originals);
    before.remove(operator);
    after.remove(operator);
    if (!before.equals(after)) {
      throw StageProblem.passing(
          ProblemCode.VERIFICATION_FAILED,
          "The operator changed replicas from "
              + before
              + " to "
              + after
              + ": the custom resource asks for something else");
    }
  }

  private static Map<WorkloadRef, Integer> replicasNow(
      Application application, Originals originals) {
    Map<WorkloadRef, Integer> now = new LinkedHashMap<>();
    for (WorkloadRef ref : originals.workloads()) {
      application.workloads().find(ref).ifPresent(state -> now.put(ref, state.wanted()));
    }
    return now;
  }
}
