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
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

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

  /**
   * Applies batches until one has number 0. While the server applies one, the next one travels: its
   * commands are queued right behind, and nothing of it is applied before its own EXEC.
   */
  void work(BlockingQueue<Batch> queue) throws InterruptedException {
    try {
      Batch open = queue.take();
      if (open.number() > 0) {
        send(buffer.clear(), open);
      }
      while (open.number() > 0) {
        Optional<RuntimeException> refusal = refusal(open, receive(SEEN));
        if (refusal.isPresent()) {
          throw refusal.get();
        }
        buffer.clear().command("EXEC");
        Batch next = queue.peek();
        if (next != null && next.number() > 0) {
          queue.remove();
          send(buffer, next);
          finish(open, next);
        } else {
          connection.send(buffer.bytes(), buffer.size());
          finish(open, null);
          next = queue.take();
          if (next.number() > 0) {
            send(buffer.clear(), next);
          }
        }
        open = next;
      }
    } catch (IOException e) {
      throw redis.lost(e);
    }
  }

  /** Reads what came of a batch; when its fence was touched it goes again, before the next one. */
  private void finish(Batch batch, @Nullable Batch next) throws IOException {
    List<Reply> queued = receive(1 + batch.commands() + AROUND);
    if (applied(queued, connection.receive())) {
      return;
    }
    if (next != null) {
      receive(SEEN + 1 + next.commands() + AROUND);
      discard();
    }
    apply(batch);
    if (next != null) {
      send(buffer.clear(), next);
    }
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
    send(buffer.clear(), batch);
    Optional<RuntimeException> refusal = refusal(batch, receive(SEEN));
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    buffer.clear().command("EXEC");
    connection.send(buffer.bytes(), buffer.size());
    List<Reply> queued = receive(1 + batch.commands() + AROUND);
    return applied(queued, connection.receive());
  }

  private void discard() throws IOException {
    buffer.clear().command("DISCARD");
    connection.send(buffer.bytes(), buffer.size());
    receive(1);
  }

  /** A transaction up to its EXEC, behind what the buffer holds. */
  private void send(RespBuffer before, Batch batch) throws IOException {
    before
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
    connection.send(before.bytes(), before.size());
  }

  /**
   * Why this batch must not be applied, by what was seen after the fence came under watch. Its
   * connection is not used any more then: what is queued there is never executed.
   */
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
