package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.Finding;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.LoadWay;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.content.DatabaseContent;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.queue.QueuedJobs;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.ServerVersion;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.Volume;
import dev.rekindle.worker.redis.volume.DataFolder;
import java.time.Instant;
import java.util.Optional;

/** Everything that can be known before the server is touched. */
final class LoadCheck {

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
    this.subject = spec.target().place();
  }

  Findings look() {
    Fingerprint snapshot =
        artifacts.inspect(
            spec.artifact(),
            attempt,
            bytes -> attempt.report(new Progress("check the snapshot", bytes, 0, "bytes")));
    describe(snapshot);
    jobs();
    Optional<RedisSite.Running> running = site.running();
    if (running.isEmpty()) {
      down();
      return findings.build();
    }
    findings.trying(subject, () -> server(running.get(), snapshot));
    return findings.build();
  }

  /** What would run again, so that whoever approves knows it. */
  private void jobs() {
    for (Evidence line :
        artifacts.read(spec.artifact(), attempt, in -> QueuedJobs.report(in, Instant.now()))) {
      findings.info(
          spec.artifact(),
          "Would run again unless put aside: %s: %s".formatted(line.name(), line.value()));
    }
  }

  private void down() {
    if (spec.target().claim() == null || spec.way() == LoadWay.WIRE) {
      findings.blocker(
          ProblemCode.TARGET_UNREACHABLE,
          subject,
          "The server does not answer, and a load over the wire needs it up",
          "Bring it up; if an earlier stage does, waive this");
    } else {
      findings.deferred(
          subject, "The server is not up: its version, memory and room are looked at in the run");
    }
  }

  private void server(RedisSite.Running running, Fingerprint snapshot) {
    WayChoice choice =
        WayChoice.of(
            spec, Optional.of(running), attempt, artifacts.pin(spec.artifact(), attempt).sha256());
    findings.info(
        subject,
        "Loaded %s: %s"
            .formatted(
                choice.way() == LoadWay.FILE ? "by file" : "over the wire", choice.reason()));
    ServerVersion version;
    try (RedisServer redis = running.connect()) {
      if (redis.persistence().loading()) {
        findings.deferred(subject, "The server is loading its data: it is looked at in the run");
        return;
      }
      version = redis.version();
      new ServerCheck(redis, spec.target(), findings).look(snapshot, spec.artifact());
      switch (choice.way()) {
        case FILE -> byFile(redis);
        case WIRE -> overTheWire(redis, snapshot);
      }
    }
    if (choice.way() == LoadWay.FILE) {
      findings.trying(
          String.valueOf(spec.target().claim()), () -> room(running, version, snapshot));
    }
  }

  private void byFile(RedisServer redis) {
    if (!redis.version().snapshotInLog()) {
      findings.blocker(
          ProblemCode.TARGET_UNSUITABLE, subject, "Older than Redis 4.0", "Upgrade the server");
    }
    if (redis.clustered()) {
      findings.blocker(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "It is a node of a Redis cluster, which would drop keys of other nodes' slots",
          "Load it over the wire (way: WIRE)");
    }
  }

  private void overTheWire(RedisServer redis, Fingerprint snapshot) {
    for (StageProblem problem : new WireFitness(redis, subject).of(snapshot)) {
      findings.add(problem.finding(subject));
    }
    writers(redis);
    for (int number : redis.keyspace().keySet()) {
      if (!snapshot.databases().containsKey(number)) {
        findings.blocker(
            ProblemCode.TARGET_NOT_EMPTY,
            subject,
            "Database %d holds %d keys and the snapshot none: they would be removed"
                .formatted(number, redis.keyspace().get(number)),
            "Make sure that nobody else uses this server; waive this to have them removed");
      }
    }
    findings.add(
        Finding.info(
            subject,
            "Nothing is restarted: that data survives a restart is not tried over the wire"));
  }

  /** In a cluster nobody may be there even now: no plan could stop them between two batches. */
  private void writers(RedisServer redis) {
    boolean cluster = redis.clustered();
    WireFitness.writers(redis, subject, attempt)
        .ifPresent(problem ->
            findings.add(
                cluster
                    ? Finding.blocker(
                        ProblemCode.WRITERS_PRESENT,
                        subject,
                        problem.detail(),
                        "Stop them; if an earlier stage does, waive this: the run refuses as well")
                    : Finding.warning(
                        ProblemCode.WRITERS_PRESENT,
                        subject,
                        problem.detail(),
                        "They must be gone when the load begins; an earlier stage stops the"
                            + " application")));
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

  private void room(RedisSite.Running running, ServerVersion version, Fingerprint snapshot) {
    try (Volume volume = running.volume()) {
      Optional<Long> room = new DataFolder(volume, attempt.ref()).room();
      Loadable.roomShort(room, version, snapshot.summary().bytes())
          .ifPresent(problem ->
              findings.blocker(
                  ProblemCode.SPACE_SHORT,
                  String.valueOf(spec.target().claim()),
                  problem,
                  "Enlarge the claim"));
    }
  }
}
