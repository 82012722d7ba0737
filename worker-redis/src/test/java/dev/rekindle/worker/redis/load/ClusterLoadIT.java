package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.SafetyPolicy;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.contract.stage.StageSpec.SnapshotRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.site.KubernetesRedisSites;
import dev.rekindle.worker.redis.snapshot.SnapshotRedisHandler;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisCluster;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A snapshot of one server into a real Redis cluster. */
class ClusterLoadIT {

  private static final int KEYS = 30_000;

  @TempDir Path folder;
  private Backups backups;
  private LoadRedisHandler handler;

  @BeforeEach
  void store() {
    backups = new Backups(folder.resolve("store"));
    handler =
        new LoadRedisHandler(
            new KubernetesRedisSites(new FakeClusters(new FakeCluster())),
            new SnapshotArtifacts(backups.stores()));
  }

  static List<Path> servers() {
    return RedisBinaries.all();
  }

  @ParameterizedTest
  @MethodSource("dev.rekindle.worker.redis.testing.RedisBinaries#newest")
  void each_master_gets_its_keys_and_a_killed_one_gets_the_rest(Path binary) throws Exception {
    FakeAttempt attempt = backups.attemptWith(snapshot(binary));
    try (RedisCluster cluster = new RedisCluster(binary, folder.resolve("cluster"))) {
      // Given a load that ends when one master takes no more writes
      RedisProcess last = cluster.nodes().get(2);
      last.run("CONFIG SET maxmemory " + (used(last) + 1_500_000));
      StageProblem full =
          catchThrowableOfType(StageProblem.class, () -> handler.run(spec(cluster), attempt));
      assertThat(full.code()).isEqualTo(ProblemCode.SPACE_SHORT);
      last.run("CONFIG SET maxmemory 0");

      // When
      Done done = (Done) handler.run(spec(cluster), attempt.next());

      // Then
      assertThat(done.evidence())
          .contains(new Evidence("masters", "3"))
          .anyMatch(line -> line.name().equals("sent") && line.value().startsWith("resumed"))
          .anyMatch(line -> line.name().equals("keys db0") && line.value().startsWith(KEYS + ","));
      assertThat(own(cluster)).allMatch(key -> key.startsWith("rekindle:fence:{")).hasSize(3);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rekindle.worker.redis.testing.RedisBinaries#newest")
  void others_that_are_connected_are_refused_by_check_and_run(Path binary) throws Exception {
    FakeAttempt attempt = backups.attemptWith(snapshot(binary));
    try (RedisCluster cluster = new RedisCluster(binary, folder.resolve("cluster"));
        RespConnection writer = cluster.nodes().getFirst().connect()) {
      // Given
      writer.ask("READONLY");

      // When
      var findings = handler.check(spec(cluster), attempt).findings();

      // Then
      assertThat(findings)
          .anyMatch(one ->
              one.severity() == Severity.BLOCKER && one.code() == ProblemCode.WRITERS_PRESENT)
          .anyMatch(one -> one.message().contains("over the wire"));
      StageProblem refusal =
          catchThrowableOfType(StageProblem.class, () -> handler.run(spec(cluster), attempt));
      assertThat(refusal.code()).isEqualTo(ProblemCode.WRITERS_PRESENT);
      assertThat(own(cluster)).isEmpty();
    }
  }

  @Test
  void safety_copy_of_one_node_is_no_copy_of_the_cluster() throws Exception {
    try (RedisCluster cluster =
        new RedisCluster(RedisBinaries.redis6(), folder.resolve("cluster"))) {
      // Given
      SnapshotRedis spec =
          new SnapshotRedis(spec(cluster).target(), "safety", SafetyPolicy.REQUIRED);
      SnapshotRedisHandler snapshots =
          new SnapshotRedisHandler(
              new KubernetesRedisSites(new FakeClusters(new FakeCluster())), backups.stores());

      // When
      StageProblem refusal =
          catchThrowableOfType(StageProblem.class, () -> snapshots.run(spec, FakeAttempt.simple()));

      // Then
      assertThat(refusal.code()).isEqualTo(ProblemCode.TARGET_UNSUITABLE);
    }
  }

  private byte[] snapshot(Path binary) throws IOException {
    Path source = Files.createTempDirectory(folder, "source");
    try (RedisProcess server = RedisProcess.start(binary, source, RedisProcess.PLAIN);
        RespConnection redis = server.connect()) {
      redis.ask(
          "EVAL",
          "for n = 1, %d do redis.call('SET', 'k:' .. n, FILL .. n) end"
              .replace("FILL", "string.rep('x', 200)")
              .formatted(KEYS),
          "0");
      redis.ask("PEXPIREAT", "k:5", "4102444800000");
      redis.ask("SAVE");
    }
    return Files.readAllBytes(source.resolve("dump.rdb"));
  }

  private static long used(RedisProcess node) throws IOException {
    try (RedisServer redis = new RedisServer(node.connect(), "redis")) {
      return Long.parseLong(redis.info("memory").get("used_memory"));
    }
  }

  private static Set<String> own(RedisCluster cluster) throws IOException {
    Set<String> keys = new TreeSet<>();
    for (RedisProcess node : cluster.nodes()) {
      try (RespConnection redis = node.connect()) {
        redis.ask("KEYS", "rekindle:*").items().forEach(key -> keys.add(key.text()));
      }
    }
    return keys;
  }

  private static LoadRedis spec(RedisCluster cluster) {
    Endpoint endpoint = Endpoint.ofHost("127.0.0.1", cluster.nodes().getFirst().port());
    return new LoadRedis(
        RedisTarget.external(endpoint, null, null, null), Backups.ARTIFACT, null, null);
  }
}
