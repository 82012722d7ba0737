package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.Persistence;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits until what was sent to a server is on its disk, and with its replicas. */
final class Settling {

  private static final Duration POLL = Duration.ofMillis(100);

  /** appendfsync everysec: what was written a second ago is on disk. */
  private static final Duration EVERY_SECOND = Duration.ofMillis(1100);

  private final Attempt attempt;

  Settling(Attempt attempt) {
    this.attempt = attempt;
  }

  List<Evidence> settle(List<Supplier<RedisServer>> servers) {
    List<Evidence> evidence = new ArrayList<>();
    for (Supplier<RedisServer> server : servers) {
      try (RedisServer redis = server.get()) {
        evidence.add(redis.persistence().logEnabled() ? log(redis) : snapshot(redis));
        replicas(redis).ifPresent(evidence::add);
      }
    }
    return evidence;
  }

  private Evidence log(RedisServer redis) {
    attempt.pause(EVERY_SECOND);
    Persistence seen = await(redis, "wait for the end of the log's rewrite", true);
    if (!seen.logHealthy()) {
      throw StageProblem.passing(
          ProblemCode.SPACE_SHORT,
          "INFO persistence: the last write or rewrite of the log failed; is its volume full?");
    }
    return new Evidence("on disk", "append-only log, written and healthy");
  }

  /** Without a log only a snapshot persists anything. */
  private Evidence snapshot(RedisServer redis) {
    await(redis, "wait for the snapshot that runs", false);
    if (redis.reply("BGSAVE") instanceof Reply.Failure(String message)) {
      return new Evidence(
          "on disk", "NOT KNOWN: appendonly is off and BGSAVE is refused: " + message);
    }
    if (!await(redis, "wait for the server's snapshot", false).lastSaveOk()) {
      throw StageProblem.passing(
          ProblemCode.SPACE_SHORT, "INFO persistence: BGSAVE failed; is its volume full?");
    }
    return new Evidence("on disk", "snapshot file (appendonly is off)");
  }

  private Persistence await(RedisServer redis, String what, boolean log) {
    Persistence seen = redis.persistence();
    while (log ? !seen.logSettled() : seen.saving()) {
      attempt.report(new Progress(what, 0, 0, "bytes"));
      attempt.pause(POLL);
      seen = redis.persistence();
    }
    return seen;
  }

  private Optional<Evidence> replicas(RedisServer redis) {
    long count = Long.parseLong(redis.info("replication").getOrDefault("connected_slaves", "0"));
    if (count == 0) {
      return Optional.empty();
    }
    attempt.report(new Progress("wait for the replicas", 0, count, "replicas"));
    long reached = redis.ask("WAIT", Long.toString(count), "60000").number();
    return Optional.of(new Evidence("replicas that have it", reached + " of " + count));
  }
}
