package dev.rekindle.worker.redis.wire;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.rdb.RawValue;
import dev.rekindle.worker.redis.rdb.RawVisitor;
import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.server.Clients;
import dev.rekindle.worker.redis.server.ClusterMap;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends a snapshot to the masters of a Redis cluster, to each the keys of its slots. A transaction
 * cannot span slots; a script may touch every key its node has (it declares none), so a batch still
 * goes with its fence and its number.
 */
public final class ClusterLoad implements KeySender {

  private final RedisSite.Running server;
  private final SnapshotArtifacts artifacts;
  private final String artifact;
  private final Attempt attempt;
  private final ClusterMap map;
  private final List<ClusterFence> fences = new ArrayList<>();
  private boolean anew;
  private long keys;
  private long skipped;

  public ClusterLoad(
      RedisSite.Running server,
      SnapshotArtifacts artifacts,
      String artifact,
      Attempt attempt,
      ClusterMap map) {
    this.server = server;
    this.artifacts = artifacts;
    this.artifact = artifact;
    this.attempt = attempt;
    this.map = map;
    String sha256 = artifacts.pin(artifact, attempt).sha256();
    for (ClusterMap.Node node : map.nodes()) {
      fences.add(new ClusterFence(attempt.ref(), sha256 + "/" + map.layout(), node.tag()));
    }
  }

  @Override
  public List<Supplier<RedisServer>> servers() {
    return map.nodes().stream()
        .<Supplier<RedisServer>>map(node -> () -> server.connect(node.host(), node.port()))
        .toList();
  }

  @Override
  public Sent send(Fingerprint snapshot, boolean again) {
    anew = true;
    keys = 0;
    skipped = 0;
    List<RedisServer> connections = new ArrayList<>();
    try (ClusterLanes lanes = new ClusterLanes(attempt)) {
      for (ClusterMap.Node node : map.nodes()) {
        RedisServer redis = server.connect(node.host(), node.port());
        connections.add(redis);
        Clients.name(redis, attempt.ref().restore());
        ClusterFence fence = fences.get(node.index());
        anew &= fence.begin(redis, again);
        lanes.add(redis, fence, fence.position(redis));
      }
      stream(snapshot, lanes);
      lanes.finish();
    } finally {
      connections.forEach(RedisServer::close);
    }
    return new Sent(
        anew,
        List.of(
            new Evidence(
                "sent", anew ? "from the beginning" : "resumed: " + skipped + " keys were there"),
            new Evidence("sent keys", Long.toString(keys)),
            new Evidence("masters", Integer.toString(map.nodes().size()))));
  }

  @Override
  public void finish() {
    for (ClusterMap.Node node : map.nodes()) {
      try (RedisServer redis = server.connect(node.host(), node.port())) {
        fences.get(node.index()).finish(redis);
      }
    }
  }

  private void stream(Fingerprint snapshot, ClusterLanes lanes) {
    long total = snapshot.summary().bytes();
    artifacts.read(
        artifact,
        attempt,
        in ->
            RdbReader.readRaw(
                in,
                new RawVisitor() {
                  @Override
                  public void key(int database, byte[] key, long expiry, RawValue value)
                      throws IOException {
                    if (!BatchMaker.own(key)) {
                      keys++;
                      skipped += lanes.put(map.ownerOf(key), key, expiry, value) ? 0 : 1;
                    }
                  }

                  @Override
                  public void function(byte[] code) {
                    for (RedisServer redis : lanes.connections()) {
                      redis.ask(List.of(ascii("FUNCTION"), ascii("LOAD"), ascii("REPLACE"), code));
                    }
                  }

                  @Override
                  public void progress(long bytes) {
                    attempt.throwIfCancelled();
                    attempt.report(new Progress("send the keys", bytes, total, "bytes"));
                  }
                }));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
