package dev.rekindle.worker.redis.rewrite;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.Persistence;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.Volume;
import dev.rekindle.worker.redis.volume.DataFolder;
import dev.rekindle.worker.redis.volume.FileNames;
import dev.rekindle.worker.redis.volume.LogFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One rewrite of the log of one server, from an order to a file that was not there before. */
final class Rewriting {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int ORDERS = 5;

  private final RedisSite.Running server;
  private final boolean filesInSight;
  private final Attempt attempt;

  Rewriting(RedisSite.Running server, boolean filesInSight, Attempt attempt) {
    this.server = server;
    this.filesInSight = filesInSight;
    this.attempt = attempt;
  }

  /** Rewriting again does no harm, so an attempt that finds an earlier one's work does that. */
  List<Evidence> rewrite() {
    try (RedisServer redis = server.connect()) {
      FenceKey.note(redis, attempt.ref(), Map.of("rewrite", "ordered"));
      settled(redis);
      Optional<LogFiles> before = files(redis);
      order(redis);
      Persistence end = settled(redis);
      if (!end.logHealthy()) {
        throw StageProblem.passing(
            ProblemCode.SPACE_SHORT,
            "INFO persistence: the rewrite or the last write of the log failed; is its volume"
                + " full?");
      }
      List<Evidence> evidence = new ArrayList<>();
      evidence.add(new Evidence("aof_last_bgrewrite_status", "ok"));
      evidence.add(new Evidence("aof_enabled", end.logEnabled() ? "1" : "0"));
      evidence.add(there(redis, end, before));
      FenceKey.note(redis, attempt.ref(), Map.of("rewrite", "done"));
      return evidence;
    }
  }

  private void order(RedisServer redis) {
    for (int n = 0; n < ORDERS; n++) {
      Reply reply = redis.reply("BGREWRITEAOF");
      if (!(reply instanceof Reply.Failure failure)) {
        return;
      }
      if (!failure.message().contains("in progress")) {
        throw redis.problem(failure);
      }
      // Somebody else's began meanwhile, perhaps before the last write.
      settled(redis);
    }
    throw StageProblem.passing(
        ProblemCode.CONFLICT, "Somebody else rewrites the log again and again");
  }

  private Persistence settled(RedisServer redis) {
    Persistence seen = redis.persistence();
    while (seen.loading() || !seen.logSettled()) {
      attempt.report(new Progress("wait for the end of the log's rewrite", 0, 0, "bytes"));
      attempt.pause(POLL);
      seen = redis.persistence();
    }
    return seen;
  }

  private Evidence there(RedisServer redis, Persistence end, Optional<LogFiles> before) {
    if (before.isEmpty()) {
      long size = Long.parseLong(end.fields().getOrDefault("aof_base_size", "0"));
      if (!end.logEnabled() || size == 0) {
        throw StageProblem.permanent(
            ProblemCode.VERIFICATION_FAILED,
            "The server does not say that it has a log (aof_enabled, aof_base_size)");
      }
      return new Evidence("log", size + " bytes, as the server says");
    }
    LogFiles after = files(redis).orElseThrow();
    if (!after.rewrittenSince(before.get())) {
      throw StageProblem.permanent(
          ProblemCode.VERIFICATION_FAILED,
          "The server says that the rewrite ended well, but there is no new log: " + after);
    }
    return new Evidence("log", after.toString());
  }

  private Optional<LogFiles> files(RedisServer redis) {
    if (!filesInSight) {
      return Optional.empty();
    }
    try (Volume volume = server.volume()) {
      return Optional.of(new DataFolder(volume, attempt.ref()).logFiles(FileNames.of(redis)));
    }
  }
}
