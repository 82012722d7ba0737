package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.content.Comparison;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.DatabaseContent;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.content.ServerContent;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Compares what a server holds in memory with a snapshot artefact: every key, value and absolute
 * expiry, whatever the encodings.
 */
public final class Proof {

  /**
   * How it ended.
   *
   * @param evidence count and digest of each database
   */
  public record Result(List<Evidence> evidence, List<Difference> differences) {
    public Result {
      evidence = List.copyOf(evidence);
      differences = List.copyOf(differences);
    }

    public boolean same() {
      return differences.isEmpty();
    }
  }

  private final SnapshotArtifacts artifacts;
  private final String artifact;
  private final Attempt attempt;

  public Proof(SnapshotArtifacts artifacts, String artifact, Attempt attempt) {
    this.artifacts = artifacts;
    this.artifact = artifact;
    this.attempt = attempt;
  }

  /** Reads the server first: its own clock then says which keys have expired. */
  public Result compare(RedisSite.Running server, ComparisonRules rules) {
    Fingerprint live;
    try (RedisServer redis = server.connect()) {
      live = ServerContent.of(redis, rules, meter("read the server"));
    }
    attempt.throwIfCancelled();
    Fingerprint file =
        artifacts.at(live.at(), artifact, rules, attempt, meter("read the snapshot"));
    Comparison comparison = new Comparison(file, live, rules);
    if (comparison.same()) {
      return new Result(evidence(live), List.of());
    }
    Map<String, String> expected = artifacts.read(artifact, attempt, in -> comparison.suspects(in));
    return new Result(evidence(live), differences(server, comparison, expected, file, live));
  }

  private List<Difference> differences(
      RedisSite.Running server,
      Comparison comparison,
      Map<String, String> expected,
      Fingerprint file,
      Fingerprint live) {
    List<Difference> found = new ArrayList<>();
    try (RedisServer redis = server.connect();
        java.io.InputStream in = redis.snapshot()) {
      found.addAll(Comparison.between(expected, comparison.suspects(in)));
    } catch (java.io.IOException e) {
      // The digests differ in any case; the names are only for people.
      attempt.throwIfCancelled();
    }
    if (found.isEmpty()) {
      for (int number : file.differingFrom(live)) {
        found.add(
            new Difference(
                number,
                "(%d instead of %d keys)"
                    .formatted(live.database(number).keys(), file.database(number).keys()),
                "changed"));
      }
    }
    return found;
  }

  private static List<Evidence> evidence(Fingerprint live) {
    List<Evidence> evidence = new ArrayList<>();
    for (DatabaseContent one : live.databases().values()) {
      String name = "db" + one.number();
      evidence.add(
          new Evidence(
              "keys " + name,
              "%d, of them %d with expiry; %d left out by rule; %d expired"
                  .formatted(one.keys(), one.expiring(), one.leftOut(), one.expired())));
      evidence.add(new Evidence("digest " + name, one.digest()));
    }
    evidence.add(new Evidence("compared at", live.at().toString()));
    return evidence;
  }

  private LongConsumer meter(String step) {
    return bytes -> {
      attempt.throwIfCancelled();
      attempt.report(new Progress("prove: " + step, bytes, 0, "bytes"));
    };
  }
}
