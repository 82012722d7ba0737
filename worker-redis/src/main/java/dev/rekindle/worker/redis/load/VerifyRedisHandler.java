package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.StageSpec.VerifyRedis;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.ComparisonRules.Allowed;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.queue.ChangedKeys;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.RedisSites;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code redis.verify}: compares a server with the snapshot. Keys that stages of this restore
 * renamed, dropped or raised on purpose are known from their notes on the server. Meant for the
 * time before writers are up again.
 */
@ApplicationScoped
public class VerifyRedisHandler implements StageHandler<VerifyRedis> {

  private final RedisSites sites;
  private final SnapshotArtifacts artifacts;

  public VerifyRedisHandler(RedisSites sites, SnapshotArtifacts artifacts) {
    this.sites = sites;
    this.artifacts = artifacts;
  }

  @Override
  public Class<VerifyRedis> spec() {
    return VerifyRedis.class;
  }

  @Override
  public Findings check(VerifyRedis spec, Attempt attempt) {
    artifacts.pin(spec.artifact(), attempt);
    return Findings.builder()
        .deferred(spec.target().place(), "Compared after it was loaded")
        .build();
  }

  @Override
  public StageOutcome run(VerifyRedis spec, Attempt attempt) {
    try (RedisSite site = sites.of(spec.target(), attempt)) {
      return compare(site.required(), spec, attempt);
    }
  }

  private StageOutcome compare(RedisSite.Running server, VerifyRedis spec, Attempt attempt) {
    List<Allowed> changed;
    try (RedisServer redis = server.connect()) {
      changed = ChangedKeys.of(redis, attempt.ref().restore());
    }
    ComparisonRules rules = new ComparisonRules(attempt.ref().restore(), changed);
    Proof.Result result = new Proof(artifacts, spec.artifact(), attempt).compare(server, rules);
    if (!result.same()) {
      throw StageProblem.permanent(
          ProblemCode.VERIFICATION_FAILED,
          "%s differs from %s: %s"
              .formatted(
                  spec.target().place(),
                  spec.artifact(),
                  Difference.describe(result.differences())));
    }
    List<Evidence> evidence = new ArrayList<>(result.evidence());
    for (Allowed key : changed) {
      evidence.add(
          new Evidence("changed on purpose", "db%d %s".formatted(key.database(), key.key())));
    }
    return StageOutcome.done(evidence);
  }
}
