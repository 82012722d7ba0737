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
import dev.rekindle.worker.redis.site.Volume;
import dev.rekindle.worker.redis.volume.DataFolder;
import dev.rekindle.worker.redis.volume.FileNames;
import dev.rekindle.worker.redis.volume.LogFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Proves that a server holds a snapshot for good: counts; the sentinel that survived a start under
 * its own configuration; that what it writes arrives in its log; every key and value. With the log
 * on the sentinel lay in the log when the server was started, so that start is the restart it has
 * to survive; with the log off it is written, saved, and the server restarted.
 */
final class Acceptance {

  private static final Duration POLL = Duration.ofMillis(100);

  /** Between a write and its arrival in the file; a busy disk holds up the server, too. */
  private static final Duration ARRIVES = Duration.ofSeconds(4);

  private final RedisSite site;
  private final Proof proof;
  private final Attempt attempt;
  private final AttemptRef ref;
  private final String sha256;
  private final Duration onDisk;
  private final Sentinel sentinel;
  private final FileNames names;
  private final ComparisonRules rules;

  Acceptance(
      RedisSite site,
      Proof proof,
      Attempt attempt,
      String sha256,
      FileNames names,
      Duration onDisk) {
    this.onDisk = onDisk;
    this.names = names;
    this.site = site;
    this.proof = proof;
    this.attempt = attempt;
    this.ref = attempt.ref();
    this.sha256 = sha256;
    this.sentinel = new Sentinel(ref, sha256);
    this.rules = ComparisonRules.of(ref.restore());
  }

  Verdict of(RedisSite.Running first, Fingerprint expected) {
    Map<String, String> fence;
    boolean log;
    try (RedisServer redis = first.connect()) {
      String counts = implausible(expected, redis.keyspace());
      if (!counts.isEmpty()) {
        return Verdict.broken(first.podUid(), counts);
      }
      log = settled(redis).logEnabled();
      fence = FenceKey.read(redis);
    }
    boolean ours =
        ref.restore().toString().equals(fence.get("restore"))
            && sha256.equals(fence.get("artifact"));
    if (ours && "proven".equals(fence.get("state"))) {
      return finished(
          first, compared(first, List.of(new Evidence("restart", "proven by another attempt"))));
    }
    return log ? fromLog(first) : afterRestart(first, ours ? fence : Map.of());
  }

  /** Each write of the server must arrive in the log that the next start reads. */
  private Verdict fromLog(RedisSite.Running server) {
    Verdict verdict = afterStart(server);
    if (!verdict.whole()) {
      return verdict;
    }
    try (Volume volume = server.volume()) {
      DataFolder folder = new DataFolder(volume, ref);
      LogFiles before = folder.logFiles(names);
      try (RedisServer redis = server.connect()) {
        FenceKey.note(redis, ref, Map.of("artifact", sha256, "state", "loaded"));
      }
      Instant end = Instant.now().plus(onDisk).plus(ARRIVES);
      while (folder.logFiles(names).equals(before)) {
        if (Instant.now().isAfter(end)) {
          return Verdict.broken(
              server.podUid(),
              "What the server writes does not arrive in its log on the claim: " + before);
        }
        attempt.pause(POLL);
      }
    }
    List<Evidence> evidence = new ArrayList<>(verdict.evidence());
    evidence.add(new Evidence("log", "grows on the claim with what the server writes"));
    return finished(server, compared(server, evidence));
  }

  /** A server without a log keeps what it saved: it is restarted to see that. */
  private Verdict afterRestart(RedisSite.Running first, Map<String, String> noted) {
    RedisSite.Running server = first;
    Map<String, String> fence = noted;
    if (!fence.containsKey("sentinel-pod")) {
      plant(server);
      fence = Map.of("sentinel-pod", server.podUid());
    }
    if (server.podUid().equals(fence.get("sentinel-pod"))) {
      attempt.report(new Progress("restart the server once", 0, 0, "pods"));
      site.confirmFence();
      site.stop();
      server = site.start();
    }
    Verdict verdict = afterStart(server);
    return verdict.whole() ? finished(server, compared(server, verdict.evidence())) : verdict;
  }

  /** Persistence and sentinel of a server that was started since the sentinel is there. */
  private Verdict afterStart(RedisSite.Running server) {
    List<Evidence> evidence = new ArrayList<>();
    try (RedisServer redis = server.connect()) {
      Persistence persistence = settled(redis);
      evidence.add(new Evidence("aof_enabled", persistence.logEnabled() ? "1" : "0"));
      if (persistence.logEnabled() && !persistence.logHealthy()) {
        return Verdict.broken(
            server.podUid(), "INFO persistence: the last write or rewrite of the log failed");
      }
      redis.select(0);
      if (!redis.ask("GET", sentinel.key()).text().equals(sentinel.value())) {
        return Verdict.broken(
            server.podUid(), "The sentinel key did not survive a restart: nothing is persistent");
      }
    }
    evidence.add(new Evidence("sentinel", "survived one restart"));
    return new Verdict(server.podUid(), evidence, "");
  }

  /** The note comes before the removal: a sentinel that is missing without it means a loss. */
  private Verdict finished(RedisSite.Running server, Verdict verdict) {
    if (verdict.whole()) {
      try (RedisServer redis = server.connect()) {
        FenceKey.note(redis, ref, Map.of("artifact", sha256, "state", "proven"));
        redis.ask("DEL", sentinel.key());
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
      redis.ask("SET", sentinel.key(), sentinel.value());
      FenceKey.note(
          redis,
          ref,
          Map.of("artifact", sha256, "state", "loaded", "sentinel-pod", server.podUid()));
      // Without a log only a snapshot persists anything.
      redis.ask("SAVE");
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
