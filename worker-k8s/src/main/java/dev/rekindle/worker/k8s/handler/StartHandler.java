package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.StageSpec.StartWorkloads;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code k8s.start}: gives workloads their original replicas back and waits for them. */
@ApplicationScoped
public class StartHandler implements StageHandler<StartWorkloads> {

  private final Applications applications;
  private final Pace pace;

  public StartHandler(Applications applications, Pace pace) {
    this.applications = applications;
    this.pace = pace;
  }

  @Override
  public Class<StartWorkloads> spec() {
    return StartWorkloads.class;
  }

  @Override
  public Findings check(StartWorkloads spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    for (WorkloadRef ref : spec.workloads()) {
      findings.trying(ref.toString(), () -> Missing.workload(application, ref));
    }
    if (new OriginalsStore(application.objects(), attempt).known().isEmpty()) {
      findings.deferred("originals", "the replicas to put back are captured by an earlier stage");
    }
    return findings.build();
  }

  @Override
  public StageOutcome run(StartWorkloads spec, Attempt attempt) {
    Application application = applications.open(attempt);
    OriginalsStore store = new OriginalsStore(application.objects(), attempt);
    Optional<Originals> known = store.known();
    if (known.isEmpty()) {
      // Nothing was captured, so nothing was allowed to be scaled down either.
      return StageOutcome.done(
          new Evidence("originals", "none were captured; nothing to bring up"));
    }
    Originals originals = store.require(spec.workloads());
    Map<WorkloadRef, Integer> replicas = new LinkedHashMap<>();
    spec.workloads().forEach(ref -> replicas.put(ref, originals.replicas(ref).orElseThrow()));
    List<Evidence> evidence = new ArrayList<>();
    replicas.forEach((ref, count) -> {
      attempt.throwIfCancelled();
      attempt.report(new Progress("scaling " + ref, 0, 0, "pods"));
      boolean changed = application.workloads().scale(ref, count);
      evidence.add(
          new Evidence(ref.toString(), count + " ready" + (changed ? "" : " (was scaled so)")));
    });
    new Readiness(application, pace, attempt).await(replicas);
    return StageOutcome.done(evidence);
  }
}
