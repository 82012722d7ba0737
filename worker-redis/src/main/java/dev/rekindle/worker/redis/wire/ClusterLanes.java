package dev.rekindle.worker.redis.wire;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.rdb.RawValue;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection to each master of a cluster. While a master applies a batch the next ones are put
 * together; its answer is read before its next batch goes out.
 */
final class ClusterLanes implements AutoCloseable {

  private static final int MOST_BYTES = 512 << 10;
  private static final int MOST_VALUES = 2_000;

  private static final class Node {
    private final RedisServer redis;
    private final ClusterFence fence;
    private final long position;
    private final RespBuffer values = new RespBuffer();
    private final RespBuffer out = new RespBuffer();
    private int count;
    private long sourceBytes;
    private long number = 1;
    private boolean unanswered;

    private Node(RedisServer redis, ClusterFence fence, long position) {
      this.redis = redis;
      this.fence = fence;
      this.position = position;
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private final Attempt.Registration onCancel;

  ClusterLanes(Attempt attempt) {
    this.onCancel = attempt.onCancel(() -> connections().forEach(RedisServer::close));
  }

  void add(RedisServer redis, ClusterFence fence, long position) {
    nodes.add(new Node(redis, fence, position));
  }

  List<RedisServer> connections() {
    return nodes.stream().map(node -> node.redis).toList();
  }

  /** False when the key was there before. */
  boolean put(int owner, byte[] key, long expiry, RawValue value) throws IOException {
    Node node = nodes.get(owner);
    boolean missing = node.number > node.position;
    node.count++;
    node.sourceBytes += key.length + value.body().length;
    if (missing) {
      String until = expiry == RdbVisitor.NEVER ? "0" : Long.toString(expiry);
      node.values.word(key).word(until).word(value.head(), value.body(), value.foot());
    }
    if (node.count >= MOST_VALUES || node.sourceBytes >= MOST_BYTES) {
      send(node);
    }
    return missing;
  }

  /** Sends what is left and waits for all answers. */
  void finish() {
    for (Node node : nodes) {
      try {
        send(node);
        answer(node);
      } catch (IOException e) {
        throw node.redis.lost(e);
      }
    }
  }

  private static void send(Node node) throws IOException {
    if (node.count > 0 && node.number > node.position) {
      answer(node);
      node.fence.apply(node.out.clear(), node.number, node.count).append(node.values);
      node.redis.connection().send(node.out.bytes(), node.out.size());
      node.unanswered = true;
    }
    node.number += node.count > 0 ? 1 : 0;
    node.count = 0;
    node.sourceBytes = 0;
    node.values.clear();
  }

  private static void answer(Node node) throws IOException {
    if (!node.unanswered) {
      return;
    }
    node.unanswered = false;
    Reply reply = node.redis.connection().receive();
    if (reply instanceof Reply.Failure failure) {
      throw node.redis.problem(failure);
    }
    if (!ClusterFence.said(reply).equals("applied")) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST,
          "A master lost, or somebody changed, what this load had written to it");
    }
  }

  @Override
  public void close() {
    onCancel.close();
  }
}
