package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.StageSpec.CaptureOriginals;
import dev.rekindle.contract.stage.WorkloadRef;
import dev.rekindle.worker.k8s.handler.OriginalsStore.Recorded;
import dev.rekindle.worker.k8s.plan.Originals;
import dev.rekindle.worker.k8s.plan.WorkloadState;
import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code k8s.capture}: records what later stages change. */
@ApplicationScoped
public class CaptureHandler implements StageHandler<CaptureOriginals> {

  private final Applications applications;

  public CaptureHandler(Applications applications) {
    this.applications = applications;
  }

  @Override
  public Class<CaptureOriginals> spec() {
    return CaptureOriginals.class;
  }

  @Override
  public Findings check(CaptureOriginals spec, Attempt attempt) {
    Application application = applications.open(attempt);
    Findings.Builder findings = Findings.builder();
    RightsCheck.of(spec, application, attempt, findings);
    OriginalsStore store = new OriginalsStore(application.objects(), attempt);
    Optional<Recorded> recorded = store.find();
    recorded
        .filter(Recorded::inherited)
        .ifPresent(earlier ->
            findings.warning(
                ProblemCode.NOTED,
                store.name(),
                "restore " + earlier.restore() + " left its originals here; they are inherited",
                "Nothing, when they are what should be put back in the end; otherwise delete it"));
    for (WorkloadRef ref : spec.workloads()) {
      findings.trying(
          ref.toString(),
          () -> {
            WorkloadState state = Missing.workload(application, ref);
            if (state.wanted() == 0 && unknown(spec, recorded, ref)) {
              findings.warning(
                  ProblemCode.NOTED,
                  ref.toString(),
                  "stands at 0 replicas, and would be left so",
                  "Give its replicas under 'fallback' in the plan if it should run");
            }
          });
    }
    findings.trying("custom resource", () -> fields(application, spec));
    return findings.build();
  }

  private static boolean unknown(
      CaptureOriginals spec, Optional<Recorded> recorded, WorkloadRef ref) {
    return !spec.fallback().containsKey(ref.toString())
        && recorded.flatMap(r -> boxed(r.originals(), ref)).isEmpty();
  }

  private static Optional<Integer> boxed(Originals originals, WorkloadRef ref) {
    return originals.replicas(ref).stream().boxed().findFirst();
  }

  @Override
  public StageOutcome run(CaptureOriginals spec, Attempt attempt) {
    Application application = applications.open(attempt);
    attempt.report(new Progress("looking", 0, spec.workloads().size(), "workloads"));
    Originals live = look(application, spec);
    attempt.throwIfCancelled();
    OriginalsStore store = new OriginalsStore(application.objects(), attempt);
    Recorded kept = store.keep(live);
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(
            "originals", store.name() + ", " + kept.originals().values().size() + " values"));
    if (kept.inherited()) {
      evidence.add(new Evidence("inherited from restore", kept.restore()));
      kept.originals()
          .differingFrom(live)
          .forEach(difference -> evidence.add(new Evidence("inherited", difference)));
    }
    return StageOutcome.done(Map.of("originals", kept.originals().values()), evidence);
  }

  private static Originals look(Application application, CaptureOriginals spec) {
    Map<String, String> values = new TreeMap<>(fields(application, spec));
    for (WorkloadRef ref : spec.workloads()) {
      long replicas = Missing.workload(application, ref).wanted();
      long kept = replicas == 0 ? spec.fallback().getOrDefault(ref.toString(), 0L) : replicas;
      values.put(ref.toString(), Long.toString(kept));
    }
    return new Originals(values);
  }

  private static Map<String, String> fields(Application application, CaptureOriginals spec) {
    var resource = spec.resource();
    if (resource == null) {
      return Map.of();
    }
    return application
        .workloads()
        .fields(resource, spec.fields())
        .orElseThrow(() -> Missing.object(resource.toString()));
  }
}
