package dev.rekindle.worker.redis.snapshot;

import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec.SnapshotRedis;
import dev.rekindle.worker.kit.artifact.ArtifactStores;
import dev.rekindle.worker.kit.artifact.SafetySet;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageHandler;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.RedisSites;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** {@code redis.snapshot}: copies what a server holds into the safety set of the restore. */
@ApplicationScoped
public class SnapshotRedisHandler implements StageHandler<SnapshotRedis> {

  private final RedisSites sites;
  private final ArtifactStores stores;

  public SnapshotRedisHandler(RedisSites sites, ArtifactStores stores) {
    this.sites = sites;
    this.stores = stores;
  }

  @Override
  public Class<SnapshotRedis> spec() {
    return SnapshotRedis.class;
  }

  @Override
  public Findings check(SnapshotRedis spec, Attempt attempt) {
    Findings.Builder findings = Findings.builder();
    String subject = spec.target().place();
    if (spec.policy() == SafetyPolicy.NONE) {
      return findings.info(subject, "No safety copy, as the plan says").build();
    }
    try (RedisSite site = sites.of(spec.target(), attempt)) {
      Optional<RedisSite.Running> running = site.running();
      if (running.isEmpty()) {
        return findings.add(down(spec, subject)).build();
      }
      return findings.trying(subject, () -> room(running.get(), spec, attempt, findings)).build();
    }
  }

  private static dev.rekindle.contract.message.Finding down(SnapshotRedis spec, String subject) {
    String seen = "The server is not up: no snapshot can be taken of it";
    return spec.policy() == SafetyPolicy.REQUIRED
        ? dev.rekindle.contract.message.Finding.blocker(
            ProblemCode.TARGET_UNREACHABLE,
            subject,
            seen,
            "Bring it up, or set the policy to BEST_EFFORT: its files are then copied as they are")
        : dev.rekindle.contract.message.Finding.warning(
            ProblemCode.TARGET_UNREACHABLE, subject, seen, "Its files are copied as they are");
  }

  private void room(
      RedisSite.Running running, SnapshotRedis spec, Attempt attempt, Findings.Builder findings) {
    try (RedisServer redis = running.connect()) {
      requireWhole(redis, spec);
      long used = Long.parseLong(redis.info("memory").getOrDefault("used_memory", "0"));
      long free = stores.safety(attempt.context()).store().freeBytes();
      if (used > free) {
        findings.warning(
            ProblemCode.SPACE_SHORT,
            spec.artifact(),
            "The store has %d bytes free; the server uses %d in memory".formatted(free, used),
            "Make room in the store; snapshots are usually smaller than memory");
      }
    }
  }

  /** A copy that holds a part and says nothing of it would be worse than none. */
  private static void requireWhole(RedisServer redis, SnapshotRedis spec) {
    if (redis.clustered()) {
      throw StageProblem.permanent(
          ProblemCode.TARGET_UNSUITABLE,
          spec.target().place()
              + " is a node of a Redis cluster: its snapshot holds its own slots only. Save each"
              + " master by itself");
    }
  }

  @Override
  public StageOutcome run(SnapshotRedis spec, Attempt attempt) {
    if (spec.policy() == SafetyPolicy.NONE) {
      return StageOutcome.done(new Evidence("safety copy", "not taken, as the plan says"));
    }
    SafetySet safety = stores.safety(attempt.context());
    Optional<BackupArtifact> before = safety.completed(spec.artifact());
    if (before.isPresent()) {
      return done(before.get(), "taken by an earlier attempt");
    }
    try (RedisSite site = sites.of(spec.target(), attempt)) {
      Copying copying = new Copying(safety, spec.artifact(), attempt);
      Optional<RedisSite.Running> running = site.running();
      if (running.isPresent()) {
        try (RedisServer redis = running.get().connect()) {
          requireWhole(redis, spec);
        }
        return done(copying.snapshot(running.get()), "taken");
      }
      if (spec.policy() == SafetyPolicy.REQUIRED) {
        throw StageProblem.passing(
            ProblemCode.TARGET_UNREACHABLE, spec.target().place() + " is not ready");
      }
      return done(copying.files(site), "copied as files: the server is not up");
    } catch (StageProblem problem) {
      if (spec.policy() == SafetyPolicy.REQUIRED) {
        throw problem;
      }
      return StageOutcome.done(
          new Evidence("safety copy", "NOT TAKEN: " + problem.code() + ", " + problem.detail()));
    }
  }

  private static StageOutcome done(BackupArtifact copy, String how) {
    return StageOutcome.done(
        Map.of("artifact", Map.of("name", copy.name(), "sha256", copy.pin().sha256())),
        java.util.List.of(
            new Evidence("safety copy", how),
            new Evidence("path", copy.pin().path()),
            new Evidence("sha256", copy.pin().sha256()),
            new Evidence("bytes", Long.toString(copy.pin().bytes())),
            new Evidence("keys by database", copy.counts().toString())));
  }
}
