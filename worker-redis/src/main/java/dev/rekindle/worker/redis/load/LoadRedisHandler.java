package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.RedisSites;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code redis.load}: replaces the content of a server by a snapshot, by file. */
@ApplicationScoped
public class LoadRedisHandler implements StageHandler<LoadRedis> {

  private final RedisSites sites;
  private final SnapshotArtifacts artifacts;

  public LoadRedisHandler(RedisSites sites, SnapshotArtifacts artifacts) {
    this.sites = sites;
    this.artifacts = artifacts;
  }

  @Override
  public Class<LoadRedis> spec() {
    return LoadRedis.class;
  }

  @Override
  public Findings check(LoadRedis spec, Attempt attempt) {
    try (RedisSite site = sites.of(spec.target(), attempt)) {
      return new LoadCheck(site, artifacts, spec, attempt).look();
    }
  }

  @Override
  public StageOutcome run(LoadRedis spec, Attempt attempt) {
    try (RedisSite site = sites.of(spec.target(), attempt)) {
      return new Loading(site, artifacts, spec, attempt).run();
    }
  }
}
