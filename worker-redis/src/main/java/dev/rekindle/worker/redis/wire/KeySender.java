package dev.rekindle.worker.redis.wire;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.server.RedisServer;
import java.util.List;
import java.util.function.Supplier;

/** Sends a snapshot to one running server, or to all masters of a cluster. */
public sealed interface KeySender permits WireLoad, ClusterLoad {

  /**
   * What was done.
   *
   * @param anew whether the server was emptied for it, so that it holds nothing of earlier attempts
   */
  record Sent(boolean anew, List<Evidence> evidence) {
    public Sent {
      evidence = List.copyOf(evidence);
    }
  }

  /** Connections to every server that holds a part of the keys. */
  List<Supplier<RedisServer>> servers();

  /**
   * Makes them hold the snapshot and nothing else.
   *
   * @param again empties them whatever an earlier attempt left
   */
  Sent send(Fingerprint snapshot, boolean again);

  /** The load is proven: its positions go, its fence stays. */
  void finish();
}
