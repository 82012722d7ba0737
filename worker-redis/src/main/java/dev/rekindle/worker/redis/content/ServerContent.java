package dev.rekindle.worker.redis.content;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.rdb.RdbException;
import dev.rekindle.worker.redis.server.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What a running server holds in memory, by a snapshot that it takes for us and sends. */
public final class ServerContent {

  private ServerContent() {}

  /**
   * Takes a snapshot and reads it. The connection serves for nothing else afterwards, unless the
   * answer is empty: then the server gives nobody a snapshot, or not this login.
   *
   * @param moment is told as soon as it is known of which moment the content will be
   */
  public static Optional<Fingerprint> of(
      RedisServer redis, ComparisonRules rules, LongConsumer progress, Consumer<Instant> moment) {
    return redis
        .snapshotIfAllowed()
        .map(snapshot ->
            of(redis, snapshot, in -> ContentReader.asCaptured(in, rules, progress, moment)));
  }

  /** The same as it is at a moment, of a server that must give it. */
  public static Fingerprint at(
      Instant at, RedisServer redis, ComparisonRules rules, LongConsumer progress) {
    return of(redis, redis.snapshot(), in -> ContentReader.at(at, in, rules, progress));
  }

  private static Fingerprint of(
      RedisServer redis, InputStream snapshot, SnapshotArtifacts.Reading<Fingerprint> reading) {
    try (InputStream in = snapshot) {
      return reading.of(in);
    } catch (IOException e) {
      throw unreadable(redis, e);
    }
  }

  /** The problem that a value of the server's is which cannot be read. */
  static StageProblem unreadable(RedisServer redis, IOException cause) {
    return cause instanceof RdbException damage
            && damage.problem() == RdbException.Problem.UNSUPPORTED
        ? StageProblem.permanent(
            ProblemCode.TARGET_UNSUITABLE, "The server's own values: " + damage.getMessage(), cause)
        : redis.lost(cause);
  }
}
