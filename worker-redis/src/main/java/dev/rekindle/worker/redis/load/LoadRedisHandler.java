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
import jakarta.inject.Inject;
import java.time.Duration;

/** {@code redis.load}: replaces the content of a server by a snapshot, by file or over the wire. */
@ApplicationScoped
public class LoadRedisHandler implements StageHandler<LoadRedis> {

  private final RedisSites sites;
  private final SnapshotArtifacts artifacts;
  private final Duration onDisk;

  @Inject
  public LoadRedisHandler(RedisSites sites, SnapshotArtifacts artifacts) {
    // appendfsync everysec: what was written a second ago is on disk.
    this(sites, artifacts, Duration.ofMillis(1100));
  }

  LoadRedisHandler(RedisSites sites, SnapshotArtifacts artifacts, Duration onDisk) {
    this.sites = sites;
    this.artifacts = artifacts;
    this.onDisk = onDisk;
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
      String sha256 = artifacts.pin(spec.artifact(), attempt).sha256();
      return switch (WayChoice.of(spec, site.running(), attempt, sha256).way()) {
        case FILE -> new Loading(site, artifacts, spec, attempt, onDisk).run();
        case WIRE -> new WireLoading(site, artifacts, spec, attempt).run();
      };
    }
  }
}
