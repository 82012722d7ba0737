package dev.rekindle.worker.redis.wire;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import dev.rekindle.worker.redis.server.RespConnection;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One connection that applies batches. Each goes in one transaction with its number, and the
 * transaction holds only while nobody touched the fence since its token was seen to be ours
 * (WATCH): a worker that was overtaken writes nothing, whenever it wakes up.
 */
final class Lane {

  private static final int TRIES = 5;
  private static final int SEEN = 4;
  private static final int AROUND = 3;

  private final RedisServer redis;
  private final RespConnection connection;
  private final long token;
  private final String progressKey;
  private final String name;
  private final RespBuffer buffer = new RespBuffer();

  Lane(RedisServer redis, long token, String progressKey, int index) {
    this.redis = redis;
    this.connection = redis.connection();
    this.token = token;
    this.progressKey = progressKey;
    this.name = "lane" + index;
  }

  void apply(Batch batch) {
    try {
      for (int n = 0; n < TRIES; n++) {
        if (transaction(batch)) {
          return;
        }
      }
    } catch (IOException e) {
      throw redis.lost(e);
    }
    throw StageProblem.passing(
        ProblemCode.CONFLICT, "Somebody changes " + FenceKey.NAME + " again and again");
  }

  /** False when the fence was touched meanwhile: nothing was applied. */
  private boolean transaction(Batch batch) throws IOException {
    buffer
        .clear()
        .command("SELECT", "0")
        .command("WATCH", FenceKey.NAME)
        .command("HGET", FenceKey.NAME, "token")
        .command("HGET", progressKey, name)
        .command("MULTI")
        .command("SELECT", Integer.toString(batch.database()))
        .append(batch.content())
        .command("SELECT", "0")
        .command(
            "HSET",
            progressKey,
            name,
            Long.toString(batch.number()),
            "at",
            Long.toString(Instant.now().getEpochSecond()));
    connection.send(buffer.bytes(), buffer.size());
    Optional<RuntimeException> refusal = refusal(batch, receive(SEEN));
    buffer.clear().command(refusal.isPresent() ? "DISCARD" : "EXEC");
    connection.send(buffer.bytes(), buffer.size());
    List<Reply> queued = receive(1 + batch.commands() + AROUND);
    Reply end = connection.receive();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return applied(queued, end);
  }

  /** Why this batch must not be applied, by what was seen after the fence came under watch. */
  private Optional<RuntimeException> refusal(Batch batch, List<Reply> seen) {
    for (Reply reply : seen) {
      if (reply instanceof Reply.Failure failure) {
        return Optional.of(redis.problem(failure));
      }
    }
    long found = seen.get(2).number();
    if (found > token) {
      return Optional.of(AttemptEnded.superseded(found));
    }
    if (found < token || seen.get(3).number() >= batch.number()) {
      return Optional.of(
          StageProblem.passing(
              ProblemCode.CONNECTION_LOST,
              "The server lost, or somebody changed, what this load had written to it"));
    }
    return Optional.empty();
  }

  private boolean applied(List<Reply> queued, Reply end) {
    for (Reply reply : queued) {
      if (reply instanceof Reply.Failure failure) {
        throw redis.problem(failure);
      }
    }
    return switch (end) {
      case Reply.Nothing() -> false;
      case Reply.Failure failure -> throw redis.problem(failure);
      case Reply.Many(List<Reply> items) -> {
        for (Reply item : items) {
          if (item instanceof Reply.Failure failure) {
            throw redis.problem(failure);
          }
        }
        yield true;
      }
      case Reply.Text _, Reply.Count _ ->
          throw StageProblem.permanent(
              ProblemCode.TARGET_UNSUITABLE, "It answers EXEC with something that is no array");
    };
  }

  private List<Reply> receive(int count) throws IOException {
    List<Reply> replies = new ArrayList<>(count);
    for (int n = 0; n < count; n++) {
      replies.add(connection.receive());
    }
    return replies;
  }
}
