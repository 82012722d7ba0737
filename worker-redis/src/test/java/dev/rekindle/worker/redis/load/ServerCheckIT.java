package dev.rekindle.worker.redis.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Severity;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.contract.stage.RedisTls;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.StageOutcome.Done;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import dev.rekindle.worker.kit.testing.FakeCluster;
import dev.rekindle.worker.kit.testing.FakeClusters;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.site.KubernetesRedisSites;
import dev.rekindle.worker.redis.testing.Backups;
import dev.rekindle.worker.redis.testing.Certificates;
import dev.rekindle.worker.redis.testing.LocalInstallation;
import dev.rekindle.worker.redis.testing.RedisBinaries;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check sees of real servers, and that it says what to do. */
class ServerCheckIT {

  private static final Path REDIS = RedisBinaries.redis6();

  @TempDir Path folder;
  private final FakeCluster cluster = new FakeCluster();
  private Backups backups;
  private FakeAttempt attempt;
  private LoadRedisHandler handler;

  @BeforeEach
  void store() throws IOException {
    backups = new Backups(folder.resolve("store"));
    attempt =
        backups.attemptWith(
            Backups.few(REDIS, folder.resolve("source"), "SET a 1", "SELECT 3", "SET b 2"));
    handler =
        new LoadRedisHandler(
            new KubernetesRedisSites(new FakeClusters(cluster)),
            new SnapshotArtifacts(backups.stores()));
  }

  @Test
  void replica_is_refused_and_its_master_is_named() throws Exception {
    try (RedisProcess master = start("master", RedisProcess.THREESCALE);
        RedisProcess replica = start("replica", RedisProcess.THREESCALE)) {
      // Given
      replica.run("REPLICAOF 127.0.0.1 " + master.port());

      // When
      List<Finding> findings = check(plain(replica));

      // Then
      assertThat(findings)
          .anyMatch(one ->
              one.severity() == Severity.BLOCKER
                  && one.code() == ProblemCode.TARGET_READ_ONLY
                  && one.message().contains("127.0.0.1:" + master.port()));
    }
  }

  @Test
  void server_with_replicas_is_loaded_over_the_wire_although_it_has_a_claim() throws Exception {
    try (LocalInstallation installation =
            new LocalInstallation(REDIS, folder.resolve("data"), RedisProcess.THREESCALE);
        RedisProcess replica = start("replica", RedisProcess.THREESCALE)) {
      // Given
      replica.run("REPLICAOF 127.0.0.1 " + installation.up().port());
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() ->
              replica.run("INFO replication").size() == 1
                  && text(replica, "INFO", "replication").contains("master_link_status:up"));
      LoadRedisHandler local =
          new LoadRedisHandler(
              (target, one) -> installation.site(one), new SnapshotArtifacts(backups.stores()));
      LoadRedis spec = new LoadRedis(Backups.target(), Backups.ARTIFACT);

      // When
      List<Finding> findings = local.check(spec, attempt).findings();
      Done done = (Done) local.run(spec, attempt);

      // Then
      assertThat(findings)
          .anyMatch(one -> one.message().contains("over the wire: it has replicas"))
          .anyMatch(one -> one.severity() == Severity.WARNING && one.message().contains("replica"));
      assertThat(done.evidence())
          .anyMatch(
              line -> line.name().equals("replicas that have it") && line.value().equals("1 of 1"));
      assertThat(text(replica, "GET", "a")).isEqualTo("1");
    }
  }

  @Test
  void sentinel_that_watches_is_seen() throws Exception {
    try (RedisProcess redis = start("data", RedisProcess.THREESCALE);
        RedisProcess sentinel =
            start("sentinel", "sentinel monitor main 127.0.0.1 %d 1\n".formatted(redis.port()))) {
      // Given
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> text(redis, "CLIENT", "LIST").contains("name=sentinel-"));

      // When
      List<Finding> findings = check(plain(redis));

      // Then
      assertThat(sentinel.alive()).isTrue();
      assertThat(findings)
          .anyMatch(one ->
              one.severity() == Severity.WARNING && one.message().contains("Sentinel watches"));
    }
  }

  @Test
  void user_without_the_right_to_restore_is_refused_before_the_load() throws Exception {
    try (RedisProcess redis = start("data", RedisProcess.THREESCALE)) {
      // Given
      redis.run("ACL SETUSER loader on >secret ~* &* +@all -restore -mset");
      cluster.withSecret("redis", "password", "secret");

      // When
      List<Finding> findings = check(loader(redis));

      // Then
      assertThat(findings)
          .anyMatch(one -> one.message().equals("Logged in as user loader"))
          .anyMatch(one ->
              one.code() == ProblemCode.PERMISSION_MISSING && one.message().contains("RESTORE"))
          .anyMatch(
              one -> one.code() == ProblemCode.PERMISSION_MISSING && one.message().contains("MSET"))
          .anyMatch(one -> one.message().contains("in the clear"));
      assertThat(findings.toString()).doesNotContain("secret");
    }
  }

  @Test
  void databases_others_use_and_numbers_it_lacks_are_named() throws Exception {
    try (RedisProcess redis =
        start("data", RedisProcess.THREESCALE.replace("databases 16", "databases 3"))) {
      // Given
      redis.run("SELECT 2");
      try (RespConnection connection = redis.connect()) {
        connection.ask("SELECT", "2");
        connection.ask("SET", "somebody", "else");
      }

      // When
      List<Finding> findings = check(plain(redis));

      // Then
      assertThat(findings)
          .anyMatch(one ->
              one.code() == ProblemCode.TARGET_NOT_EMPTY
                  && one.message().contains("Database 2 holds 1 keys"))
          .anyMatch(one ->
              one.severity() == Severity.BLOCKER && one.message().contains("has 3 databases"));
    }
  }

  @Test
  void certificate_is_verified_and_all_goes_through_tls() throws Exception {
    Path binary = RedisBinaries.onPath().orElse(null);
    Assumptions.assumeTrue(binary != null, "no redis-server 7, which is built with TLS");
    // Given
    Certificates own = Certificates.make(folder.resolve("own"), "redis.example");
    Certificates other = Certificates.make(folder.resolve("other"), "redis.example");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String config = RedisProcess.THREESCALE + own.config(port);
    try (RedisProcess redis = RedisProcess.start(binary, folder.resolve("data"), config)) {
      cluster.withSecret("tls", "ca", own.pem());
      cluster.withSecret("tls", "other", other.pem());
      RedisTls right = new RedisTls(new SecretRef("tls", "ca"), "redis.example");

      // When
      List<Finding> findings = check(target(port, null, null, right));
      Done done =
          (Done)
              handler.run(
                  new LoadRedis(target(port, null, null, right), Backups.ARTIFACT), attempt);

      // Then
      assertThat(redis.alive()).isTrue();
      assertThat(done.evidence()).anyMatch(line -> line.name().equals("sent keys"));
      assertThat(findings).anyMatch(one -> one.message().contains("certificate verified"));
      assertThat(refused(port, new RedisTls(new SecretRef("tls", "other"), "redis.example")))
          .contains("TLS");
      assertThat(refused(port, new RedisTls(new SecretRef("tls", "ca"), "elsewhere.example")))
          .contains("TLS");
    }
  }

  private String refused(int port, RedisTls tls) {
    try {
      return "(accepted) " + check(target(port, null, null, tls));
    } catch (StageProblem problem) {
      assertThat(problem.code()).isEqualTo(ProblemCode.TARGET_UNREACHABLE);
      assertThat(problem.retryable()).isFalse();
      return problem.detail();
    }
  }

  private List<Finding> check(RedisTarget target) {
    return handler.check(new LoadRedis(target, Backups.ARTIFACT), attempt).findings();
  }

  private static RedisTarget plain(RedisProcess redis) {
    return target(redis.port(), null, null, null);
  }

  private static RedisTarget loader(RedisProcess redis) {
    return target(redis.port(), "loader", new SecretRef("redis", "password"), null);
  }

  private static RedisTarget target(
      int port, @Nullable String user, @Nullable SecretRef password, @Nullable RedisTls tls) {
    return RedisTarget.external(Endpoint.ofHost("127.0.0.1", port), user, password, tls);
  }

  private RedisProcess start(String name, String config) throws IOException {
    return name.equals("sentinel")
        ? RedisProcess.sentinel(REDIS, folder.resolve(name), config)
        : RedisProcess.start(REDIS, folder.resolve(name), config);
  }

  private static String text(RedisProcess redis, String... command) throws IOException {
    try (RespConnection connection = redis.connect()) {
      return connection.ask(command).text();
    }
  }
}
