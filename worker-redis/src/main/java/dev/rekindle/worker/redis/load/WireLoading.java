package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.ProofDepth;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.ClusterMap;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.wire.ClusterLoad;
import dev.rekindle.worker.redis.wire.KeySender;
import dev.rekindle.worker.redis.wire.WireLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One attempt to load a snapshot over the wire: send what is missing, wait until it is on disk,
 * prove every key and value. Nothing is restarted.
 */
final class WireLoading {

  private static final Duration POLL = Duration.ofMillis(250);

  private final RedisSite site;
  private final SnapshotArtifacts artifacts;
  private final LoadRedis spec;
  private final Attempt attempt;
  private final List<Evidence> evidence = new ArrayList<>();

  WireLoading(RedisSite site, SnapshotArtifacts artifacts, LoadRedis spec, Attempt attempt) {
    this.site = site;
    this.artifacts = artifacts;
    this.spec = spec;
    this.attempt = attempt;
  }

  StageOutcome run() {
    Fingerprint snapshot =
        artifacts.inspect(
            spec.artifact(),
            attempt,
            bytes -> attempt.report(new Progress("check the snapshot", bytes, 0, "bytes")));
    site.fence();
    RedisSite.Running server = site.required();
    fit(server, snapshot);
    KeySender load = sender(server);
    writersGone(load);
    KeySender.Sent sent = load.send(snapshot, false);
    evidence.addAll(sent.evidence());
    List<Difference> differences = prove(load);
    if (!differences.isEmpty() && !sent.anew()) {
      // What earlier attempts left is not, or no longer, what it must be: once more, into an
      // empty server.
      evidence.add(new Evidence("sent again", Difference.describe(differences)));
      evidence.addAll(load.send(snapshot, true).evidence());
      differences = prove(load);
    }
    if (!differences.isEmpty()) {
      throw StageProblem.permanent(
          ProblemCode.VERIFICATION_FAILED,
          "The server differs from it: " + Difference.describe(differences));
    }
    load.finish();
    site.release();
    return StageOutcome.done(
        server.podUid().isEmpty() ? Map.of() : Map.of("target", Map.of("podUid", server.podUid())),
        List.copyOf(evidence));
  }

  private void fit(RedisSite.Running server, Fingerprint snapshot) {
    try (RedisServer redis = server.connect()) {
      while (redis.persistence().loading()) {
        attempt.report(new Progress("wait until the server has loaded its data", 0, 0, "bytes"));
        attempt.pause(POLL);
      }
      for (StageProblem problem : new WireFitness(redis, spec.target().place()).of(snapshot)) {
        throw problem;
      }
    }
  }

  private KeySender sender(RedisSite.Running server) {
    try (RedisServer redis = server.connect()) {
      if (!redis.clustered()) {
        return new WireLoad(server, artifacts, spec.artifact(), attempt);
      }
      ClusterMap map = ClusterMap.of(redis, String.valueOf(spec.target().endpoint().host()));
      return new ClusterLoad(server, artifacts, spec.artifact(), attempt, map);
    }
  }

  private void writersGone(KeySender load) {
    for (Supplier<RedisServer> one : load.servers()) {
      try (RedisServer redis = one.get()) {
        WireFitness.writers(redis, spec.target().place(), attempt)
            .ifPresent(problem -> {
              throw problem;
            });
      }
    }
  }

  private List<Difference> prove(KeySender load) {
    evidence.addAll(new Settling(attempt).settle(load.servers()));
    Proof proof = new Proof(artifacts, spec.artifact(), attempt);
    ComparisonRules rules = ComparisonRules.of(attempt.ref().restore());
    if (spec.proof() == ProofDepth.SAMPLED) {
      proof.drawSample(artifacts.inspect(spec.artifact(), attempt, bytes -> {}).keys(), rules);
    }
    Proof.Result result = proof.compare(load.servers(), rules);
    evidence.addAll(result.evidence());
    return result.differences();
  }
}
