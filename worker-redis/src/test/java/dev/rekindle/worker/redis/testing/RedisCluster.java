package dev.rekindle.worker.redis.testing;

import dev.rekindle.worker.redis.server.RespConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Three real masters that share the slots. */
public final class RedisCluster implements AutoCloseable {

  private static final int MASTERS = 3;
  private static final int SLOTS = 16384;

  private final List<RedisProcess> nodes = new ArrayList<>();

  public RedisCluster(Path binary, Path folder) throws IOException {
    for (int n = 0; n < MASTERS; n++) {
      String config =
          RedisProcess.THREESCALE.replace("databases 16\n", "") + "cluster-enabled yes\n";
      nodes.add(RedisProcess.start(binary, folder.resolve("node" + n), config));
      int first = SLOTS * n / MASTERS;
      int last = SLOTS * (n + 1) / MASTERS;
      List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      for (int slot = first; slot < last; slot++) {
        command.add("" + slot);
      }
      try (RespConnection redis = nodes.get(n).connect()) {
        redis.ask(command.toArray(new String[0]));
        redis.ask("CLUSTER", "SET-CONFIG-EPOCH", "" + (n + 1));
      }
      nodes.get(n).run("CLUSTER MEET 127.0.0.1 " + nodes.getFirst().port());
    }
    awaitWhole();
  }

  public List<RedisProcess> nodes() {
    return nodes;
  }

  private void awaitWhole() throws IOException {
    for (RedisProcess node : nodes) {
      try (RespConnection redis = node.connect()) {
        long end = System.nanoTime() + 120_000_000_000L;
        while (!redis.ask("CLUSTER", "INFO").text().contains("cluster_state:ok")
            || redis.ask("CLUSTER", "SLOTS").items().size() < MASTERS) {
          if (System.nanoTime() > end) {
            throw new IOException("The cluster does not get whole");
          }
          Thread.sleep(50);
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (RedisProcess node : nodes) {
      node.close();
    }
  }
}
