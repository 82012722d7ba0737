package dev.rekindle.worker.kit.cluster.fabric;

import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.cluster.Exec;
import dev.rekindle.worker.kit.cluster.ExecResult;
import dev.rekindle.worker.kit.cluster.PodFiles;
import dev.rekindle.worker.kit.cluster.PodRef;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Files over exec. Large ones go in pieces, each confirmed by the length the container sees. */
final class FabricPodFiles implements PodFiles {

  private static final long PIECE = 64L * 1024 * 1024;
  private static final int MOST_OUTPUT = 256 * 1024 * 1024;
  private static final int MOST_ARGUMENTS = 64 * 1024;

  /** Longest time without movement; digests of large files take a while. */
  private static final Duration STALL = Duration.ofSeconds(60);

  private static final Duration DIGEST = Duration.ofMinutes(30);

  private final ExecStreams streams;

  FabricPodFiles(ExecStreams streams) {
    this.streams = streams;
  }

  @Override
  public void upload(
      PodRef pod, String container, String path, Source source, Meter meter, Attempt attempt) {
    Place place = new Place(pod, container, attempt);
    if (source.bytes() <= PIECE) {
      send(
          place,
          RemoteScripts.whole(path, source.bytes(), source.sha256()),
          source,
          new MeteredInput.Range(0, source.bytes()),
          meter,
          path);
      return;
    }
    long offset = sentBefore(place, path, source);
    if (offset < 0) {
      meter.arrived(source.bytes());
      return;
    }
    while (offset < source.bytes()) {
      attempt.throwIfCancelled();
      long length = Math.min(PIECE, source.bytes() - offset);
      send(
          place,
          RemoteScripts.append(path, offset, length),
          source,
          new MeteredInput.Range(offset, length),
          meter,
          path);
      offset += length;
    }
    place
        .run(RemoteScripts.finish(path, source.bytes(), source.sha256()), DIGEST)
        .outputOf("Checking the upload of " + path + " in " + pod);
  }

  /** Bytes of the part that is there; -1 when the whole file is. */
  private long sentBefore(Place place, String path, Source source) {
    List<String> seen = place.look(path);
    if (seen.get(0).equals(Long.toString(source.bytes())) && seen.get(1).equals(source.sha256())) {
      return -1;
    }
    long part = Long.parseLong(seen.get(2));
    if (part > source.bytes()) {
      place.run(RemoteScripts.remove("/", List.of(path.substring(1) + RemoteScripts.PART)), STALL);
      return 0;
    }
    return part;
  }

  private void send(
      Place place,
      List<String> command,
      Source source,
      MeteredInput.Range range,
      Meter meter,
      String path) {
    BoundedOutput out = new BoundedOutput(MOST_OUTPUT);
    BoundedOutput err = new BoundedOutput(64 * 1024);
    try (InputStream from = source.open(range.offset());
        MeteredInput input = new MeteredInput(from, range, meter)) {
      @Nullable Integer code =
          streams.run(
              new ExecStreams.Call(
                  place.pod, place.container, command, input, out, err, input::moved, STALL),
              out.marked(),
              place.attempt);
      if (code == null || code != 0) {
        throw refused(code, path, place.pod, err.text());
      }
      meter.arrived(range.offset() + range.length());
    } catch (IOException e) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "The source of " + path + " cannot be read: " + e, e);
    }
  }

  private static StageProblem refused(
      @Nullable Integer code, String path, PodRef pod, String error) {
    if (code == null) {
      return StageProblem.passing(
          ProblemCode.CONNECTION_LOST, "Upload of %s to %s broke off".formatted(path, pod));
    }
    return StageProblem.passing(
        error.contains("No space left") ? ProblemCode.SPACE_SHORT : ProblemCode.COMMAND_FAILED,
        "Upload of %s to %s ended with exit code %d: %s".formatted(path, pod, code, error.strip()));
  }

  @Override
  public Content download(
      PodRef pod, String container, String path, OutputStream to, Meter meter, Attempt attempt) {
    Place place = new Place(pod, container, attempt);
    Content content =
        new FabricExec(streams)
            .stream(
                new Exec.Producer(
                    pod,
                    container,
                    RemoteScripts.read(path),
                    STALL,
                    "Reading " + path + " in " + pod),
                to,
                meter,
                attempt);
    List<String> seen = place.look(path);
    if (!seen.get(0).equals(Long.toString(content.bytes()))
        || !seen.get(1).equals(content.sha256())) {
      throw StageProblem.passing(
          ProblemCode.CONNECTION_LOST,
          "%s in %s arrived as %d bytes, the container has %s, or they differ: it was cut or changed meanwhile"
              .formatted(path, pod, content.bytes(), seen.get(0)));
    }
    return content;
  }

  @Override
  public FileListing list(PodRef pod, String container, String folder, Attempt attempt) {
    String text =
        new Place(pod, container, attempt)
            .run(RemoteScripts.list(folder), DIGEST)
            .outputOf("Listing " + folder + " in " + pod);
    return RemoteListing.parse(text);
  }

  @Override
  public void remove(
      PodRef pod, String container, String folder, Set<String> paths, Attempt attempt) {
    Place place = new Place(pod, container, attempt);
    List<String> batch = new ArrayList<>();
    int length = 0;
    for (String path : paths) {
      if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
        throw StageProblem.permanent(
            ProblemCode.SPEC_INVALID, "'" + path + "' is no path inside a folder");
      }
      batch.add(path);
      length += path.length() + 3;
      if (length > MOST_ARGUMENTS) {
        removeNow(place, folder, batch);
        batch.clear();
        length = 0;
      }
    }
    if (!batch.isEmpty()) {
      removeNow(place, folder, batch);
    }
  }

  private static void removeNow(Place place, String folder, List<String> batch) {
    place
        .run(RemoteScripts.remove(folder, batch), STALL)
        .outputOf("Removing files below " + folder);
  }

  /** A container, and the attempt that works in it. */
  private final class Place {
    private final PodRef pod;
    private final String container;
    private final Attempt attempt;

    Place(PodRef pod, String container, Attempt attempt) {
      this.pod = pod;
      this.container = container;
      this.attempt = attempt;
    }

    /** Bytes and digest of the file ({@code -} when there is none), bytes of its part. */
    List<String> look(String path) {
      String said = run(RemoteScripts.look(path), DIGEST).outputOf("Looking at " + path);
      return List.of(said.strip().split("\\s+", -1));
    }

    ExecResult run(List<String> command, Duration limit) {
      BoundedOutput out = new BoundedOutput(MOST_OUTPUT);
      BoundedOutput err = new BoundedOutput(64 * 1024);
      @Nullable Integer code =
          streams.run(
              new ExecStreams.Call(pod, container, command, null, out, err, () -> 0, limit),
              new CompletableFuture<>(),
              attempt);
      return new ExecResult(code, out.text(), err.text(), out.complete());
    }
  }
}
