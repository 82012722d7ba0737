package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec.FenceApplication;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.Fence;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** {@code k8s.fence}: takes the Lease and stops the operator. */
@ApplicationScoped
public class FenceHandler implements StageHandler<FenceApplication> {

  private final Applications applications;
  private final Pace pace;

  public FenceHandler(Applications applications, Pace pace) {
    this.applications = applications;
    this.pace = pace;
  }

  @Override
  public Class<FenceApplication> spec() {
    return FenceApplication.class;
  }

  @Override
  public Findings check(FenceApplication spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    application
        .fence()
        .holder(spec.lease())
        .filter(holder -> !holder.restore().equals(attempt.ref().restore().toString()))
        .ifPresent(holder -> held(spec, holder, findings));
    WorkloadRef operator = spec.operator();
    if (operator != null) {
      findings.trying(operator.toString(), () -> Missing.workload(application, operator));
    }
    return findings.build();
  }

  private static void held(FenceApplication spec, Fence.Holder holder, Findings.Builder findings) {
    String message = "is held by restore " + holder.restore() + " of " + holder.application();
    if (holder.sameApplication()) {
      findings.warning(
          ProblemCode.NOTED, spec.lease(), message + ", which ended without giving it back", "");
    } else {
      findings.blocker(
          ProblemCode.TARGET_HELD,
          spec.lease(),
          message,
          "Let that restore end, or release its Lease");
    }
  }

  @Override
  public StageOutcome run(FenceApplication spec, Attempt attempt) {
    Application application = applications.open(attempt);
    List<Evidence> evidence = new ArrayList<>();
    WorkloadRef operator = spec.operator();
    if (operator != null) {
      new OriginalsStore(application.objects(), attempt).require(List.of(operator));
    }
    attempt.throwIfCancelled();
    application.fence().take(spec.lease());
    evidence.add(new Evidence("lease " + spec.lease(), "held, token " + attempt.ref().fence()));
    if (operator == null) {
      return StageOutcome.done(evidence);
    }
    attempt.throwIfCancelled();
    boolean changed = application.workloads().scale(operator, 0);
    PodsGone.await(application, List.of(operator), pace, attempt);
    // Whatever scales it back (OLM, a person) does so within moments, or not before we are done.
    attempt.pause(pace.settle());
    PodsGone.await(application, List.of(operator), pace, attempt);
    evidence.add(
        new Evidence(
            "operator " + operator, changed ? "scaled to 0, no pod left" : "was at 0, no pod"));
    return StageOutcome.done(evidence);
  }
}
