package dev.rekindle.worker.redis.content;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.rdb.RdbException;
import dev.rekindle.worker.redis.server.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What a running server holds in memory, by a snapshot that it takes for us and sends. */
public final class ServerContent {

  private ServerContent() {}

  /** Takes a snapshot and reads it. The connection serves for nothing else afterwards. */
  public static Fingerprint of(RedisServer redis, ComparisonRules rules, LongConsumer progress) {
    return of(redis, rules, progress, at -> {});
  }

  /**
   * The same.
   *
   * @param moment is told as soon as it is known of which moment the content will be
   */
  public static Fingerprint of(
      RedisServer redis, ComparisonRules rules, LongConsumer progress, Consumer<Instant> moment) {
    return of(redis, in -> ContentReader.asCaptured(in, rules, progress, moment));
  }

  /** The same as it is at a moment. */
  public static Fingerprint at(
      Instant at, RedisServer redis, ComparisonRules rules, LongConsumer progress) {
    return of(redis, in -> ContentReader.at(at, in, rules, progress));
  }

  private static Fingerprint of(RedisServer redis, SnapshotArtifacts.Reading<Fingerprint> reading) {
    try (InputStream in = redis.snapshot()) {
      return reading.of(in);
    } catch (RdbException e) {
      if (e.problem() == RdbException.Problem.UNSUPPORTED) {
        throw StageProblem.permanent(
            ProblemCode.TARGET_UNSUITABLE, "The server's own snapshot: " + e.getMessage(), e);
      }
      throw redis.lost(e);
    } catch (IOException e) {
      throw redis.lost(e);
    }
  }
}
