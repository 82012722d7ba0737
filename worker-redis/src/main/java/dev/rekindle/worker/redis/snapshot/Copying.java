package dev.rekindle.worker.redis.snapshot;

import dev.rekindle.contract.backup.ArtifactFormat;
import dev.rekindle.contract.backup.BackupArtifact;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.Progress;
import dev.rekindle.worker.kit.artifact.ArtifactSink;
import dev.rekindle.worker.kit.artifact.ArtifactStore;
import dev.rekindle.worker.kit.artifact.SafetySet;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.content.ComparisonRules;
import dev.rekindle.worker.redis.content.ContentReader;
import dev.rekindle.worker.redis.content.DatabaseContent;
import dev.rekindle.worker.redis.content.Fingerprint;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.site.RedisSite;
import dev.rekindle.worker.redis.site.Volume;
import dev.rekindle.worker.redis.volume.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes one safety copy. */
final class Copying {

  private final SafetySet safety;
  private final String artifact;
  private final Attempt attempt;

  Copying(SafetySet safety, String artifact, Attempt attempt) {
    this.safety = safety;
    this.artifact = artifact;
    this.attempt = attempt;
  }

  /**
   * Lets the server take a snapshot now and send it, and reads it while it is written down: it is
   * whole, valid and of this moment, or there is none. ({@code dump.rdb} on the volume may be of
   * any age.)
   */
  BackupArtifact snapshot(RedisSite.Running server) {
    String path = artifact + "-dump.rdb";
    try (RedisServer redis = server.connect();
        ArtifactSink sink = safety.create(path)) {
      Fingerprint content = receive(redis, sink);
      ArtifactStore.Written written = sink.commit();
      SafetySet.About about =
          new SafetySet.About(
              content.summary().capturedAt().orElseGet(Instant::now),
              "rekindle",
              content.summary().serverVersion(),
              counts(content));
      return safety.record(artifact, path, ArtifactFormat.RDB, written, about);
    }
  }

  private Fingerprint receive(RedisServer redis, ArtifactSink sink) {
    try (InputStream in = new TeeStream(redis.snapshot(), sink)) {
      return ContentReader.asCaptured(
          in,
          ComparisonRules.of(attempt.ref().restore()),
          bytes -> {
            attempt.throwIfCancelled();
            attempt.report(new Progress("receive the snapshot", bytes, 0, "bytes"));
          });
    } catch (IOException e) {
      throw redis.lost(e);
    }
  }

  /** Copies the files of a server that cannot be asked any more. */
  BackupArtifact files(RedisSite site) {
    List<FileListing.Entry> entries = new ArrayList<>();
    try (Volume volume = site.open()) {
      List<String> found = new DataFolder(volume, attempt.ref()).serverFiles();
      if (found.isEmpty()) {
        throw StageProblem.permanent(
            ProblemCode.OBJECT_MISSING, "There is no file of a Redis server in " + volume.folder());
      }
      for (String path : found) {
        attempt.throwIfCancelled();
        try (ArtifactSink sink = safety.create(artifact + "-files/" + path)) {
          PodFiles.Content content =
              volume.download(
                  volume.folder() + "/" + path,
                  sink,
                  bytes -> attempt.report(new Progress("copy " + path, bytes, 0, "bytes")));
          sink.commit();
          entries.add(new FileListing.Entry(path, content.bytes(), content.sha256()));
        }
      }
    }
    return safety.recordFolder(
        artifact + "-files",
        artifact + "-files",
        new FileListing(entries),
        new SafetySet.About(Instant.now(), "rekindle", "", Map.of()));
  }

  private static Map<String, Long> counts(Fingerprint content) {
    Map<String, Long> counts = new HashMap<>();
    for (DatabaseContent one : content.databases().values()) {
      counts.put("db" + one.number(), one.keys());
    }
    return counts;
  }
}
