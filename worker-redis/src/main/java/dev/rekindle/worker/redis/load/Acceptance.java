package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.DatabaseContent;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.load.Loading.Verdict;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.Persistence;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Proves that a server holds a snapshot for good: counts; a sentinel key; one restart under its own
 * configuration; then persistence, the sentinel, and every key and value once more.
 */
final class Acceptance {

  private static final Duration POLL = Duration.ofMillis(100);

  private final RedisSite site;
  private final Proof proof;
  private final Attempt attempt;
  private final AttemptRef ref;
  private final String sha256;
  private final Duration onDisk;
  private final String sentinel;
  private final ComparisonRules rules;

  Acceptance(RedisSite site, Proof proof, Attempt attempt, String sha256, Duration onDisk) {
    this.onDisk = onDisk;
    this.site = site;
    this.proof = proof;
    this.attempt = attempt;
    this.ref = attempt.ref();
    this.sha256 = sha256;
    this.sentinel = "rekindle:sentinel:" + ref.restore();
    this.rules = ComparisonRules.of(ref.restore());
  }

  Verdict of(RedisSite.Running first, Fingerprint expected) {
    RedisSite.Running server = first;
    Map<String, String> fence;
    try (RedisServer redis = server.connect()) {
      String counts = implausible(expected, redis.keyspace());
      if (!counts.isEmpty()) {
        return Verdict.broken(server.podUid(), counts);
      }
      fence = FenceKey.read(redis);
    }
    boolean ours =
        ref.restore().toString().equals(fence.get("restore"))
            && sha256.equals(fence.get("artifact"));
    if (ours && "proven".equals(fence.get("state"))) {
      return finished(
          server, compared(server, List.of(new Evidence("restart", "proven by another attempt"))));
    }
    if (!ours || !fence.containsKey("sentinel-pod")) {
      plant(server);
      fence = Map.of("sentinel-pod", server.podUid());
    }
    if (server.podUid().equals(fence.get("sentinel-pod"))) {
      attempt.report(new Progress("restart the server once", 0, 0, "pods"));
      site.confirmFence();
      site.stop();
      server = site.start();
    }
    return afterRestart(server);
  }

  private Verdict afterRestart(RedisSite.Running server) {
    List<Evidence> evidence = new ArrayList<>();
    try (RedisServer redis = server.connect()) {
      Persistence persistence = settled(redis);
      evidence.add(new Evidence("aof_enabled", persistence.logEnabled() ? "1" : "0"));
      if (persistence.logEnabled() && !persistence.logHealthy()) {
        return Verdict.broken(
            server.podUid(), "INFO persistence: the last write or rewrite of the log failed");
      }
      if (!redis.ask("GET", sentinel).text().equals(sha256)) {
        return Verdict.broken(
            server.podUid(), "The sentinel key did not survive a restart: nothing is persistent");
      }
    }
    evidence.add(new Evidence("sentinel", "survived one restart"));
    return finished(server, compared(server, evidence));
  }

  /** The note comes before the removal: a sentinel that is missing without it means a loss. */
  private Verdict finished(RedisSite.Running server, Verdict verdict) {
    if (verdict.whole()) {
      try (RedisServer redis = server.connect()) {
        FenceKey.note(redis, ref, Map.of("artifact", sha256, "state", "proven"));
        redis.ask("DEL", sentinel);
      }
    }
    return verdict;
  }

  private Verdict compared(RedisSite.Running server, List<Evidence> before) {
    Proof.Result result = proof.compare(server, rules);
    if (!result.same()) {
      return Verdict.differing(server.podUid(), result.differences());
    }
    List<Evidence> evidence = new ArrayList<>(before);
    evidence.addAll(result.evidence());
    return new Verdict(server.podUid(), evidence, "");
  }

  /**
   * The key to look for after the restart. Fence and sentinel are written in one go, so that a
   * fence without its sentinel means that something was lost.
   */
  private void plant(RedisSite.Running server) {
    try (RedisServer redis = server.connect()) {
      redis.select(0);
      redis.ask("SET", sentinel, sha256);
      FenceKey.note(
          redis,
          ref,
          Map.of("artifact", sha256, "state", "loaded", "sentinel-pod", server.podUid()));
      if (!settled(redis).logEnabled()) {
        // Without a log only a snapshot persists anything.
        redis.ask("SAVE");
      }
    }
    attempt.pause(onDisk);
  }

  private Persistence settled(RedisServer redis) {
    Persistence seen = redis.persistence();
    while (seen.loading() || (seen.logEnabled() && !seen.logSettled())) {
      attempt.report(new Progress("wait for the end of the log's rewrite", 0, 0, "bytes"));
      attempt.pause(POLL);
      seen = redis.persistence();
    }
    return seen;
  }

  /** Whether the counts cannot be those of the snapshot; cheap, so it is looked at first. */
  private static String implausible(Fingerprint expected, SortedMap<Integer, Long> found) {
    TreeSet<Integer> numbers = new TreeSet<>(expected.databases().keySet());
    numbers.addAll(found.keySet());
    for (int number : numbers) {
      DatabaseContent wanted = expected.database(number);
      long keys = found.getOrDefault(number, 0L);
      // Besides: a probe's key, the fence and the sentinel.
      long most = wanted.keys() + wanted.expired() + wanted.leftOut() + (number == 0 ? 3 : 0);
      long least = wanted.keys() - wanted.expiring();
      if (keys < least || keys > most) {
        return "Database %d has %d keys instead of %d".formatted(number, keys, wanted.keys());
      }
    }
    return "";
  }
}
