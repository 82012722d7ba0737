package dev.rekindle.worker.kit.protocol;

import dev.rekindle.contract.right.Rights;
import dev.rekindle.contract.stage.StageSpec;
import dev.rekindle.worker.kit.cluster.Access;
import dev.rekindle.worker.kit.cluster.Clusters;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.MissingRights;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;

/** Lets a check begin with the rights that its kind declares. */
public final class RightsFirst<S extends StageSpec> implements StageHandler<S> {

  private final StageHandler<S> handler;
  private final Clusters clusters;

  private RightsFirst(StageHandler<S> handler, Clusters clusters) {
    this.handler = handler;
    this.clusters = clusters;
  }

  /** The same handler, which asks first. */
  public static <S extends StageSpec> StageHandler<S> of(
      StageHandler<S> handler, Clusters clusters) {
    return new RightsFirst<>(handler, clusters);
  }

  @Override
  public Class<S> spec() {
    return handler.spec();
  }

  @Override
  public Findings check(S spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    Access access = clusters.named(attempt.context().cluster()).access();
    MissingRights.find(
        Rights.of(spec, attempt.context().namespace()), access::allowed, attempt, findings);
    // Told even when the handler can only throw, for want of these very rights.
    findings.trying("stage", () -> findings.addAll(handler.check(spec, attempt)));
    return findings.build();
  }

  @Override
  public StageOutcome run(S spec, Attempt attempt) {
    return handler.run(spec, attempt);
  }
}
