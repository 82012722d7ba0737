package dev.rekindle.worker.redis.load;

import dev.rekindle.contract.message.Evidence;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.contract.stage.ProofDepth;
import dev.rekindle.contract.stage.StageSpec.LoadRedis;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.Difference;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.content.SnapshotArtifacts;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.ServerVersion;
import dev.rekindle.worker.redis.server.Settings;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.Volume;
import dev.rekindle.worker.redis.volume.DataFolder;
import dev.rekindle.worker.redis.volume.FileNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt to load a snapshot by file: stop the server, move its files aside, place the
 * snapshot, start it under its own configuration, prove it. Looks first, so that it goes on
 * wherever an earlier attempt ended; {@code docs/decisions/040} tells why it is safe at each point.
 */
final class Loading {

  private final RedisSite site;
  private final SnapshotArtifacts artifacts;
  private final LoadRedis spec;
  private final Attempt attempt;
  private final Duration onDisk;
  private final String sha256;
  private final List<Evidence> evidence = new ArrayList<>();
  private FileNames names = FileNames.USUAL;
  private Optional<ServerVersion> seenVersion = Optional.empty();
  private Optional<Long> seenRoom = Optional.empty();
  private Optional<Settings> settings = Optional.empty();

  Loading(
      RedisSite site,
      SnapshotArtifacts artifacts,
      LoadRedis spec,
      Attempt attempt,
      Duration onDisk) {
    this.onDisk = onDisk;
    this.site = site;
    this.artifacts = artifacts;
    this.spec = spec;
    this.attempt = attempt;
    this.sha256 = artifacts.pin(spec.artifact(), attempt).sha256();
  }

  StageOutcome run() {
    Fingerprint expected =
        artifacts.inspect(
            spec.artifact(), attempt, bytes -> report("check the snapshot", bytes, 0));
    site.fence();
    boolean placed = false;
    if (!alreadyPlaced()) {
      place(expected);
      placed = true;
    }
    Verdict verdict = startAndProve(expected);
    if (!verdict.whole() && !placed) {
      // What an earlier attempt placed is not, or no longer, what is there: once more, from the
      // file.
      evidence.add(new Evidence("placed again", verdict.reason()));
      place(expected);
      verdict = startAndProve(expected);
    }
    if (!verdict.whole()) {
      throw StageProblem.permanent(ProblemCode.VERIFICATION_FAILED, verdict.reason());
    }
    evidence.addAll(verdict.evidence());
    evidence.add(new Evidence("configuration", configuration()));
    site.release();
    return StageOutcome.done(
        Map.of("target", Map.of("podUid", verdict.podUid())), List.copyOf(evidence));
  }

  /** Whether this restore's snapshot lies in the folder, as its marker says. */
  private boolean alreadyPlaced() {
    Optional<RedisSite.Running> running = site.running();
    if (running.isPresent()) {
      try (RedisServer redis = running.get().connect();
          Volume volume = running.get().volume()) {
        names = FileNames.of(redis);
        seenVersion = Optional.of(redis.version());
        DataFolder folder = new DataFolder(volume, attempt.ref());
        seenRoom = folder.room();
        boolean placed = folder.placed().equals(Optional.of(sha256));
        settings = placed ? Optional.empty() : Settings.of(redis);
        return placed;
      }
    }
    try (Volume volume = ofStoppedServer()) {
      return new DataFolder(volume, attempt.ref()).placed().equals(Optional.of(sha256));
    }
  }

  /** What a start under the unchanged configuration lost can only have been set while it ran. */
  private String configuration() {
    if (settings.isEmpty()) {
      return "not edited; not compared: the server told none before the load";
    }
    try (RedisServer redis = site.required().connect()) {
      Optional<Settings> now = Settings.of(redis);
      if (now.isEmpty()) {
        return "not edited; not compared: the server tells none";
      }
      List<String> differing = settings.get().differingFrom(now.get());
      return differing.isEmpty()
          ? "all %d settings as before".formatted(now.get().count())
          : "not edited; set on the running server before, and lost with its restart: "
              + String.join(", ", differing);
    }
  }

  /** Stopping takes its time; an attempt that was overtaken meanwhile would meet a new server. */
  private Volume ofStoppedServer() {
    site.confirmFence();
    site.stop();
    site.confirmFence();
    return site.open();
  }

  private void place(Fingerprint expected) {
    // As long as it is up it tells its version: refuse before anything is changed.
    seenVersion.ifPresent(version -> {
      requireReadable(expected, version);
      requireRoom(seenRoom, version, expected.summary().bytes());
    });
    report("stop the server", 0, 0);
    try (Volume volume = ofStoppedServer()) {
      DataFolder folder = new DataFolder(volume, attempt.ref());
      ServerVersion version = version(folder);
      requireReadable(expected, version);
      PodFiles.Source source = artifacts.source(spec.artifact(), attempt);
      requireRoom(folder.room(), version, source.bytes());
      // The bytes come first: while they travel the old files are still where they were.
      folder.receive(source, bytes -> report("send the snapshot", bytes, source.bytes()));
      site.confirmFence();
      String aside = folder.moveAside(names);
      evidence.add(new Evidence("old files kept in", aside.isEmpty() ? "(none)" : aside));
      attempt.throwIfCancelled();
      folder.place(version, names, sha256, new Sentinel(attempt.ref(), sha256).log());
      evidence.add(new Evidence("server version", version.toString()));
      evidence.add(
          new Evidence(
              "placed as",
              version.multiPartLog() ? "base of a multi-part log" : "beginning of the log"));
      evidence.add(new Evidence("snapshot sha256", sha256));
    }
  }

  private Verdict startAndProve(Fingerprint expected) {
    report("start the server", 0, 0);
    Proof proof = new Proof(artifacts, spec.artifact(), attempt);
    // Its bytes are proven where they lie, and the server has read them with their checksum.
    if (spec.proof() != ProofDepth.FULL) {
      proof.drawSample(expected.keys(), ComparisonRules.of(attempt.ref().restore()));
    }
    site.confirmFence();
    RedisSite.Running server = site.running().orElseGet(site::start);
    return new Acceptance(site, proof, attempt, sha256, names, onDisk).of(server, expected);
  }

  private ServerVersion version(DataFolder folder) {
    return folder
        .serverVersion()
        .or(() -> seenVersion)
        .orElseThrow(() ->
            StageProblem.permanent(
                ProblemCode.TARGET_UNSUITABLE,
                "The image of %s has no redis-server that tells its version"
                    .formatted(spec.target().place())));
  }

  private static void requireReadable(Fingerprint expected, ServerVersion version) {
    Optional<String> problem = Loadable.byVersion(expected.summary(), version);
    if (problem.isPresent()) {
      throw StageProblem.permanent(ProblemCode.ARTIFACT_UNSUPPORTED, problem.get());
    }
    Loadable.unprovable(version)
        .ifPresent(why -> {
          throw StageProblem.permanent(ProblemCode.TARGET_UNSUITABLE, why);
        });
  }

  private void requireRoom(Optional<Long> free, ServerVersion version, long bytes) {
    Loadable.roomShort(free, version, bytes)
        .ifPresent(problem -> {
          throw StageProblem.permanent(
              ProblemCode.SPACE_SHORT, "Claim %s: %s".formatted(spec.target().claim(), problem));
        });
  }

  private void report(String step, long done, long total) {
    attempt.throwIfCancelled();
    attempt.report(new Progress(step, done, total, "bytes"));
  }

  /**
   * Whether the server holds the snapshot.
   *
   * @param reason why not; empty when it does
   */
  record Verdict(String podUid, List<Evidence> evidence, String reason) {
    Verdict {
      evidence = List.copyOf(evidence);
    }

    boolean whole() {
      return reason.isEmpty();
    }

    static Verdict broken(String podUid, String reason) {
      return new Verdict(podUid, List.of(), reason);
    }

    static Verdict differing(String podUid, List<Difference> differences) {
      return broken(podUid, "The server differs from it: " + Difference.describe(differences));
    }
  }
}
