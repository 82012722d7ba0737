package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.worker.kit.stage.Findings;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.server.Clients;
import dev.rekindle.worker.redis.server.Persistence;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.ServerVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What can be seen of a running server, whichever way a snapshot goes into it. */
final class ServerCheck {

  private static final List<String> OFTEN_RENAMED =
      List.of("config", "sync", "bgsave", "shutdown", "replicaof", "flushall", "bgrewriteaof");

  private final RedisServer redis;
  private final RedisTarget target;
  private final String subject;
  private final Findings.Builder findings;

  ServerCheck(RedisServer redis, RedisTarget target, Findings.Builder findings) {
    this.redis = redis;
    this.target = target;
    this.subject = target.place();
    this.findings = findings;
  }

  void look(Fingerprint snapshot, String artifact) {
    version(snapshot, artifact);
    databases(snapshot);
    memory(snapshot);
    persistence();
    commands();
    access();
    surroundings();
  }

  private void version(Fingerprint snapshot, String artifact) {
    ServerVersion version = redis.version();
    findings.info(subject, version.toString());
    Loadable.byVersion(snapshot.summary(), version)
        .ifPresent(problem ->
            findings.blocker(
                ProblemCode.ARTIFACT_UNSUPPORTED,
                artifact,
                problem,
                "Use a server as new as the snapshot's"));
    Loadable.unprovable(version)
        .ifPresent(problem ->
            findings.blocker(
                ProblemCode.TARGET_UNSUITABLE,
                subject,
                problem,
                "Use a Rekindle that knows this version"));
  }

  /** A server that meets a number it does not have ends at its start. */
  private void databases(Fingerprint snapshot) {
    int last = snapshot.databases().isEmpty() ? 0 : snapshot.databases().lastKey();
    redis
        .config("databases")
        .map(Integer::parseInt)
        .filter(count -> count <= last)
        .ifPresent(count ->
            findings.blocker(
                ProblemCode.TARGET_UNSUITABLE,
                subject,
                "It has %d databases; the snapshot needs number %d".formatted(count, last),
                "Raise 'databases' in its configuration"));
  }

  private void memory(Fingerprint snapshot) {
    Map<String, String> memory = redis.info("memory");
    long limit = Long.parseLong(memory.getOrDefault("maxmemory", "0"));
    long needed = snapshot.summary().usedMemory().orElse(0L);
    if (limit > 0 && needed > limit) {
      findings.blocker(
          ProblemCode.SPACE_SHORT,
          subject,
          "maxmemory is %d bytes; the snapshot's server used %d".formatted(limit, needed),
          "Raise maxmemory, or keys are evicted or refused ("
              + memory.getOrDefault("maxmemory_policy", "noeviction")
              + ")");
    }
  }

  private void persistence() {
    Persistence now = redis.persistence();
    findings.info(
        subject,
        "Persistence in force: appendonly %s, appendfsync %s, save '%s'"
            .formatted(
                now.logEnabled() ? "yes" : "no",
                redis.config("appendfsync").orElse("unknown"),
                redis.config("save").orElse("unknown")));
    if (!now.logEnabled()) {
      findings.warning(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "appendonly is off: what is written after the last snapshot is lost at a restart",
          "Set appendonly yes in its configuration if that is not meant");
    } else if (!now.logHealthy()) {
      findings.warning(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "The last write or rewrite of its append-only log failed",
          "Look at the room on its volume and at its log");
    }
  }

  private void commands() {
    List<String> missing = OFTEN_RENAMED.stream().filter(name -> !redis.knows(name)).toList();
    if (!missing.isEmpty()) {
      findings.info(subject, "Commands renamed away: " + String.join(", ", missing));
    }
    if (missing.contains("sync")) {
      withoutSnapshot();
    }
  }

  private void withoutSnapshot() {
    if (redis.clustered() || !redis.knows("dump")) {
      findings.blocker(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          redis.clustered()
              ? "SYNC is renamed away, and a Redis cluster is not compared key by key"
              : "SYNC and DUMP are renamed away, so the result could not be proven",
          "Take one of the two rename-command lines out of its configuration");
      return;
    }
    findings.info(
        subject, "It sends no snapshot of its own (SYNC): the result is compared key by key");
  }

  private void access() {
    redis
        .maybe("ACL", "WHOAMI")
        .ifPresent(user -> findings.info(subject, "Logged in as user " + user.text()));
    if (target.tls() != null) {
      findings.info(subject, "Connection: TLS, certificate verified");
    } else if (target.endpoint().host() != null && target.password() != null) {
      findings.warning(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "The password and all data travel in the clear: the target has no 'tls'",
          "Give 'tls' in the plan if the server offers it");
    }
  }

  private void surroundings() {
    Map<String, String> replication = redis.info("replication");
    if (replication.getOrDefault("role", "master").equals("slave")) {
      findings.blocker(
          ProblemCode.TARGET_READ_ONLY,
          subject,
          "It is a replica of %s:%s"
              .formatted(replication.get("master_host"), replication.get("master_port")),
          "Give the address of its master");
    }
    String replicas = replication.getOrDefault("connected_slaves", "0");
    if (!replicas.equals("0")) {
      findings.warning(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "It has %s replicas; a failover meanwhile would bring old data back".formatted(replicas),
          "Stop automatic failover first; over the wire replicas follow by themselves");
    }
    clients();
  }

  private void clients() {
    Clients all;
    try {
      all = Clients.of(redis);
    } catch (dev.rekindle.worker.kit.stage.StageProblem e) {
      findings.info(subject, "Who is connected cannot be seen: " + e.detail());
      return;
    }
    if (all.sentinels()) {
      findings.warning(
          ProblemCode.TARGET_UNSUITABLE,
          subject,
          "A Sentinel watches it, and may promote a replica while it is down or busy",
          "Pause it (SENTINEL SET ... down-after-milliseconds) or stop it for the restore");
    }
    Clients connected = all.applications();
    if (!connected.none()) {
      Clients writing = connected.writing(redis);
      List<String> names = new ArrayList<>(new TreeSet<>(names(writing)));
      findings.info(
          subject,
          "Connected now: %s; %d of them wrote last%s"
              .formatted(
                  connected,
                  writing.all().size(),
                  names.isEmpty() ? "" : " (" + String.join(", ", names) + ")"));
    }
  }

  private static List<String> names(Clients clients) {
    return clients.all().stream().map(Clients.Client::name).filter(n -> !n.isEmpty()).toList();
  }
}
