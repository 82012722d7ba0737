package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.redis.content.DatabaseContent;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.ServerVersion;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.Volume;
import dev.rekindle.worker.redis.volume.DataFolder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can be known before the server is touched. */
final class LoadCheck {

  private static final List<String> OFTEN_RENAMED =
      List.of("config", "sync", "bgsave", "shutdown", "replicaof");

  private final RedisSite site;
  private final SnapshotArtifacts artifacts;
  private final LoadRedis spec;
  private final Attempt attempt;
  private final Findings.Builder findings = Findings.builder();
  private final String subject;

  LoadCheck(RedisSite site, SnapshotArtifacts artifacts, LoadRedis spec, Attempt attempt) {
    this.site = site;
    this.artifacts = artifacts;
    this.spec = spec;
    this.attempt = attempt;
    this.subject = spec.target().workload().toString();
  }

  Findings look() {
    Fingerprint snapshot =
        artifacts.inspect(
            spec.artifact(),
            attempt,
            bytes -> attempt.report(new Progress("check the snapshot", bytes, 0, "bytes")));
    describe(snapshot);
    Optional<RedisSite.Running> running = site.running();
    if (running.isEmpty()) {
      findings.deferred(
          subject, "The server is not up: its version, memory and room are looked at in the run");
      return findings.build();
    }
    findings.trying(
        subject,
        () -> {
          try (RedisServer redis = running.get().connect()) {
            server(redis, snapshot);
          }
        });
    findings.trying(spec.target().claim(), () -> room(running.get(), snapshot));
    return findings.build();
  }

  private void describe(Fingerprint snapshot) {
    snapshot
        .summary()
        .capturedAt()
        .ifPresent(at -> findings.capture(spec.artifact(), at, "rdb aux ctime"));
    for (DatabaseContent one : snapshot.databases().values()) {
      findings.info(
          spec.artifact(),
          "Database %d: %d keys, of them %d with expiry"
              .formatted(one.number(), one.keys(), one.expiring()));
    }
    if (!snapshot.summary().checksummed()) {
      findings.warning(
          ProblemCode.ARTIFACT_CORRUPT,
          spec.artifact(),
          "The snapshot was written without a checksum (rdbchecksum no): only its structure is"
              + " proven",
          "Prefer a backup with a checksum");
    }
    if (snapshot.keys() == 0) {
      findings.warning(
          ProblemCode.ARTIFACT_CORRUPT,
          spec.artifact(),
          "The snapshot holds no key: the server will be empty afterwards",
          "Make sure that this is the right backup");
    }
  }

  private void server(RedisServer redis, Fingerprint snapshot) {
    ServerVersion version = redis.version();
    findings.info(subject, "Redis " + version);
    Loadable.byVersion(snapshot.summary(), version)
        .ifPresent(problem ->
            findings.blocker(
                ProblemCode.ARTIFACT_UNSUPPORTED,
                spec.artifact(),
                problem,
                "Use a server as new as the snapshot's"));
    if (!version.snapshotInLog()) {
      findings.blocker(
          ProblemCode.TARGET_UNSUITABLE, subject, "Older than Redis 4.0", "Upgrade the server");
    }
    memory(redis.info("memory"), snapshot);
    if (!redis.persistence().logEnabled()) {
      findings.warning(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "appendonly is off: what is written after the last snapshot is lost at a restart",
          "Set appendonly yes in its configuration if that is not meant");
    }
    List<String> missing = OFTEN_RENAMED.stream().filter(name -> !redis.knows(name)).toList();
    if (!missing.isEmpty()) {
      findings.info(subject, "Commands renamed away: " + String.join(", ", missing));
    }
    if (missing.contains("sync")) {
      findings.blocker(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "SYNC is renamed away, so the result could not be proven",
          "Take rename-command SYNC out of its configuration");
    }
    connected(redis);
  }

  private void connected(RedisServer redis) {
    Map<String, Long> clients = redis.otherClients();
    if (!clients.isEmpty()) {
      findings.info(
          subject,
          "Connected now, and cut off by the load: "
              + clients.values().stream().mapToLong(Long::longValue).sum()
              + " clients from "
              + String.join(", ", clients.keySet()));
    }
    String replicas = redis.info("replication").getOrDefault("connected_slaves", "0");
    if (!replicas.equals("0")) {
      findings.warning(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "It has " + replicas + " replicas; a failover during the load would bring old data back",
          "Stop Sentinel and the replicas first");
    }
  }

  private void memory(Map<String, String> memory, Fingerprint snapshot) {
    long limit = Long.parseLong(memory.getOrDefault("maxmemory", "0"));
    long needed = snapshot.summary().usedMemory().orElse(0L);
    if (limit > 0 && needed > limit) {
      findings.blocker(
          ProblemCode.SPACE_SHORT,
          subject,
          "maxmemory is %d bytes; the snapshot's server used %d".formatted(limit, needed),
          "Raise maxmemory, or keys are evicted (" + memory.get("maxmemory_policy") + ")");
    }
  }

  private void room(RedisSite.Running running, Fingerprint snapshot) {
    try (Volume volume = running.volume()) {
      Optional<Long> room = new DataFolder(volume, attempt.ref()).room();
      long bytes = snapshot.summary().bytes();
      if (room.isPresent() && room.get() < bytes) {
        findings.blocker(
            ProblemCode.SPACE_SHORT,
            spec.target().claim(),
            "%d bytes free; the snapshot needs %d beside the old files"
                .formatted(room.get(), bytes),
            "Enlarge the claim");
      }
    }
  }
}
