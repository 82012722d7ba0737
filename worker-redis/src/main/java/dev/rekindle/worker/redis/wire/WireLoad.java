package dev.rekindle.worker.redis.wire;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.server.FenceKey;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends a snapshot to a running server, and goes on where an earlier attempt ended: everything that
 * one committed is there with its position, everything else is not.
 */
public final class WireLoad implements KeySender {

  private final RedisSite.Running server;
  private final SnapshotArtifacts artifacts;
  private final String artifact;
  private final Attempt attempt;
  private final Batch.Division division = Batch.Division.USUAL;
  private final WireFence fence;
  private long batches;
  private long skipped;
  private long keys;
  private long bytes;

  public WireLoad(
      RedisSite.Running server, SnapshotArtifacts artifacts, String artifact, Attempt attempt) {
    this.server = server;
    this.artifacts = artifacts;
    this.artifact = artifact;
    this.attempt = attempt;
    this.fence = new WireFence(attempt.ref(), artifacts.pin(artifact, attempt).sha256(), division);
  }

  /** Whether this restore has begun to send this snapshot to this server. */
  public static boolean begun(RedisServer redis, Attempt attempt, String sha256) {
    return WireFence.begunBy(FenceKey.read(redis), attempt.ref(), sha256);
  }

  @Override
  public List<Supplier<RedisServer>> servers() {
    return List.of(server::connect);
  }

  @Override
  public Sent send(Fingerprint snapshot, boolean again) {
    batches = 0;
    skipped = 0;
    keys = 0;
    bytes = 0;
    WireFence.State state;
    long[] positions;
    boolean functions;
    try (RedisServer redis = server.connect()) {
      functions = redis.version().functions() && redis.functions(snapshot.summary().functions());
      state = fence.begin(redis, again);
      positions = fence.positions(redis, division.lanes());
    }
    if (state != WireFence.State.LOADED) {
      stream(snapshot, positions, functions);
      try (RedisServer redis = server.connect()) {
        fence.loaded(redis);
      }
    }
    return new Sent(state == WireFence.State.BEGUN, evidence(state));
  }

  @Override
  public void finish() {
    try (RedisServer redis = server.connect()) {
      fence.finish(redis);
    }
  }

  private void stream(Fingerprint snapshot, long[] positions, boolean functions) {
    long total = snapshot.summary().bytes();
    try (Lanes lanes = new Lanes(division.lanes(), server::connect, fence.progressKey(), attempt)) {
      artifacts.read(
          artifact,
          attempt,
          in -> {
            BatchMaker maker =
                new BatchMaker(
                    division,
                    functions,
                    batch -> take(batch, lanes, positions),
                    read -> {
                      attempt.throwIfCancelled();
                      attempt.report(new Progress("send the keys", read, total, "bytes"));
                    });
            RdbReader.readRaw(in, maker);
            maker.close();
            return maker;
          });
      lanes.finish();
    }
  }

  private void take(Batch batch, Lanes lanes, long[] positions) {
    if (batch.number() <= positions[lanes.laneOf(batch)]) {
      skipped++;
      return;
    }
    lanes.put(batch);
    batches++;
    keys += batch.keys();
    bytes += batch.content().size();
  }

  private List<Evidence> evidence(WireFence.State state) {
    String how =
        switch (state) {
          case BEGUN -> "from the beginning";
          case LOADING -> "resumed: " + skipped + " batches were there";
          case LOADED -> "by an earlier attempt";
        };
    return List.of(
        new Evidence("sent", how),
        new Evidence("sent keys", Long.toString(keys)),
        new Evidence("sent bytes", Long.toString(bytes)),
        new Evidence("sent batches", Long.toString(batches)));
  }
}
