package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.rdb.LargestValue;
import dev.rekindle.worker.redis.rdb.RawValue;
import dev.rekindle.worker.redis.server.Clients;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Rights;
import dev.rekindle.worker.redis.server.ServerVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keeps a snapshot from being sent to a server, in a check as well as in a run. */
final class WireFitness {

  /** A value is in memory three times on its way. */
  static final long LARGEST_PAYLOAD = 64L << 20;

  private final RedisServer redis;
  private final String subject;
  private final List<StageProblem> problems = new ArrayList<>();

  WireFitness(RedisServer redis, String subject) {
    this.redis = redis;
    this.subject = subject;
  }

  /** All there is; empty when it can be sent. */
  List<StageProblem> of(Fingerprint snapshot) {
    ServerVersion version = redis.version();
    Loadable.byVersion(snapshot.summary(), version)
        .ifPresent(problem -> add(ProblemCode.ARTIFACT_UNSUPPORTED, problem));
    Loadable.unprovable(version).ifPresent(problem -> add(ProblemCode.TARGET_UNSUITABLE, problem));
    if (!version.absoluteExpiry()) {
      add(
          ProblemCode.TARGET_UNSUITABLE,
          "%s is %s, whose RESTORE takes no absolute expiry (5.0 is the oldest that does)"
              .formatted(subject, version));
    }
    size(snapshot.summary().largest());
    if (redis.clustered() && snapshot.databases().keySet().stream().anyMatch(n -> n != 0)) {
      add(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "%s is a Redis cluster, which has database 0 only; the snapshot holds %s"
              .formatted(subject, snapshot.databases().keySet()));
    }
    eviction(snapshot);
    for (Rights.Refused refused : Rights.refused(redis)) {
      refused(refused);
    }
    return problems;
  }

  /** Who may write while keys are sent; retryable, because an earlier stage may still end them. */
  static Optional<StageProblem> writers(RedisServer redis, String subject, Attempt attempt) {
    Clients writers = Clients.mayWrite(redis, attempt.ref().restore(), attempt::pause);
    return writers.none()
        ? Optional.empty()
        : Optional.of(
            StageProblem.passing(
                ProblemCode.WRITERS_PRESENT,
                ("%s: %s may write while keys are sent, and what they write would be lost or mixed"
                        + " in. Stop them")
                    .formatted(subject, writers)));
  }

  private void size(LargestValue largest) {
    long needed = RawValue.payloadBytes(largest.bytes());
    long allowed =
        redis
            .config("proto-max-bulk-len")
            .map(Long::parseLong)
            .map(server -> Math.min(server, LARGEST_PAYLOAD))
            .orElse(LARGEST_PAYLOAD);
    if (needed > allowed) {
      add(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          ("Key %s in database %d takes %d bytes; values up to %d can be sent. Load it by file, or"
                  + " without that key")
              .formatted(largest.key(), largest.database(), needed, allowed));
    }
  }

  /** A server that makes room by itself takes from what was just sent, and answers OK. */
  private void eviction(Fingerprint snapshot) {
    Map<String, String> memory = redis.info("memory");
    long limit = Long.parseLong(memory.getOrDefault("maxmemory", "0"));
    String policy = memory.getOrDefault("maxmemory_policy", "noeviction");
    long needed = snapshot.summary().usedMemory().orElse(0L);
    if (limit > 0 && needed > limit && !policy.equals("noeviction")) {
      add(
          ProblemCode.SPACE_SHORT,
          "%s evicts keys beyond %d bytes (%s); the snapshot's server used %d. Raise maxmemory"
              .formatted(subject, limit, policy, needed));
    }
  }

  private void refused(Rights.Refused refused) {
    switch (refused.code()) {
      case "NOPERM" ->
          add(
              ProblemCode.PERMISSION_MISSING,
              "%s: the user may not %s".formatted(subject, refused.command()));
      case "READONLY" ->
          add(ProblemCode.TARGET_READ_ONLY, subject + " is a replica; give its master instead");
      case "OOM" -> add(ProblemCode.SPACE_SHORT, subject + " is full already (maxmemory)");
      case "MISCONF" ->
          add(
              ProblemCode.TARGET_READ_ONLY,
              "%s takes no writes since it cannot persist: %s"
                  .formatted(subject, refused.message()));
      case "ERR" -> {
        if (refused.message().contains("unknown command")) {
          add(
              ProblemCode.TARGET_UNSUITABLE,
              "%s: %s is renamed away".formatted(subject, refused.command()));
        }
      }
      default -> {
        // MOVED and the like: such a server is looked at as a cluster.
      }
    }
  }

  private void add(ProblemCode code, String detail) {
    if (problems.stream().noneMatch(problem -> problem.detail().equals(detail))) {
      problems.add(StageProblem.permanent(code, detail));
    }
  }
}
