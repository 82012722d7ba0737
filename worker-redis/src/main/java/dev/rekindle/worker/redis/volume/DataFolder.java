package dev.rekindle.worker.redis.volume;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.cluster.ExecResult;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.server.ServerVersion;
import dev.rekindle.worker.redis.site.Volume;
import java.util.List;
import java.util.Optional;

/**
 * The data folder of a server, on behalf of one attempt. Everything of a restore lies in {@code
 * rekindle/<restore>/} beside the server's files. Every operation may be repeated from any point at
 * which an earlier one ended.
 */
public final class DataFolder {

  private final Volume volume;
  private final AttemptRef attempt;
  private final String own;

  public DataFolder(Volume volume, AttemptRef attempt) {
    this.volume = volume;
    this.attempt = attempt;
    this.own = volume.folder() + "/rekindle/" + attempt.restore();
  }

  /** Digest of the snapshot that this restore placed here; empty when none was placed. */
  public Optional<String> placed() {
    String text =
        volume
            .run("read the marker", Scripts.READ, own + "/placed")
            .outputOf("Reading the marker in " + volume.folder());
    return text.isBlank() ? Optional.empty() : Optional.of(text.strip());
  }

  /** Files that may hold the server's data, relative to the folder. */
  public List<String> serverFiles() {
    return volume
        .run("list the server's files", Scripts.FILES, volume.folder())
        .outputOf("Listing the files of " + volume.folder())
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** What there is of the server's append-only log. */
  public LogFiles logFiles(FileNames names) {
    return LogFiles.parse(
        volume
            .run(
                "list the log's files",
                Scripts.LOG,
                volume.folder(),
                names.log(),
                names.logFolder())
            .outputOf("Listing the log's files in " + volume.folder()));
  }

  /** Version of the server program in this pod; empty when it is not found. */
  public Optional<ServerVersion> serverVersion() {
    ExecResult result = volume.run("ask for the server's version", Scripts.VERSION);
    return result.succeeded() ? ServerVersion.ofBanner(result.out()) : Optional.empty();
  }

  /**
   * Free bytes on the volume, with those that an earlier attempt's part of the snapshot takes;
   * empty when the pod cannot tell.
   */
  public Optional<Long> room() {
    ExecResult result = volume.run("ask for free space", Scripts.FREE, volume.folder(), own);
    List<String> lines = result.out().lines().map(String::strip).toList();
    try {
      long received = lines.stream().skip(1).mapToLong(Long::parseLong).sum();
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(Long.parseLong(lines.getFirst()) * 1024 + received);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Moves the server's files aside, once: what lies in {@code aside} already is never overwritten,
   * so the data of before the restore stays whatever is tried later. Returns the folders that hold
   * something.
   */
  public String moveAside(FileNames names) {
    return volume
        .run(
            "move the old files aside",
            Scripts.ASIDE,
            volume.folder(),
            own,
            Integer.toString(attempt.number()),
            names.snapshot(),
            names.log(),
            names.logFolder())
        .outputOf("Moving the old files of " + volume.folder() + " aside")
        .strip();
  }

  /** Brings the snapshot's bytes to the volume, under a name no server looks for. */
  public void receive(PodFiles.Source source, PodFiles.Meter meter) {
    volume.upload(own + "/incoming.rdb", source, meter);
  }

  /**
   * Puts the received snapshot where the next start reads it: as snapshot file, which counts when
   * the log is off, and as log, which counts when it is on. Since 7.0 it becomes the base file of a
   * log of several parts; from 4.0 to 6.2 a log may simply begin with a snapshot, which is what a
   * rewrite writes too (aof.c: {@code loadAppendOnlyFile} looks for {@code REDIS}).
   *
   * @param commands follow the snapshot in the log, encoded as they are there
   */
  public void place(ServerVersion version, FileNames names, String sha256, String commands) {
    if (!version.snapshotInLog()) {
      throw StageProblem.permanent(
          ProblemCode.TARGET_UNSUITABLE,
          "%s cannot read a log that begins with a snapshot; 4.0 is the oldest that can"
              .formatted(version));
    }
    volume
        .run(
            "place the snapshot",
            version.multiPartLog() ? Scripts.PLACE_PARTS : Scripts.PLACE_SINGLE,
            volume.folder(),
            own,
            names.snapshot(),
            names.log(),
            names.logFolder(),
            sha256,
            commands)
        .outputOf("Placing the snapshot in " + volume.folder());
  }
}
