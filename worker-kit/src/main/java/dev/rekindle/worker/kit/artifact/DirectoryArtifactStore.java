package dev.rekindle.worker.kit.artifact;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Backup sets as folders below one directory: {@code <directory>/<set>/<path>}. New files are
 * readable by their owner only.
 */
public final class DirectoryArtifactStore implements ArtifactStore {

  /** Begins the name of a file that is being written; such files are never listed. */
  static final String TEMPORARY = ".rekindle-new-";

  private final SafePaths paths;

  /**
   * @param directory need not exist; it is made when the first artefact is written
   */
  public DirectoryArtifactStore(Path directory) {
    this.paths = new SafePaths(directory);
  }

  @Override
  public Optional<StoredFile> find(String set, String path) {
    Path file = paths.file(set, path);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(new StoredFile(path, Files.size(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public List<StoredFile> list(String set, String folder) {
    Path base = paths.file(set, folder);
    if (!Files.isDirectory(base)) {
      return List.of();
    }
    Path setFolder = paths.set(set);
    try (Stream<Path> all = Files.walk(base)) {
      return all.filter(DirectoryArtifactStore::isArtifact)
          .map(file -> stored(setFolder, file))
          .sorted(Comparator.comparing(StoredFile::path))
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw unreadable(base, e);
    }
  }

  private static boolean isArtifact(Path file) {
    return Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)
        && !file.getFileName().toString().startsWith(TEMPORARY);
  }

  private static StoredFile stored(Path setFolder, Path file) {
    try {
      String path =
          setFolder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
      return new StoredFile(path, Files.size(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  @SuppressWarnings("StreamResourceLeak")
  public InputStream open(String set, String path, long offset) {
    Path file = paths.file(set, path);
    try {
      if (Files.isDirectory(file)) {
        throw new NoSuchFileException(path);
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      channel.position(offset);
      return Channels.newInputStream(channel);
    } catch (NoSuchFileException e) {
      throw StageProblem.permanent(
          ProblemCode.ARTIFACT_MISSING, "Backup set " + set + " holds no file " + path, e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public ArtifactSink create(String set, String path) {
    return new DirectorySink(paths.file(set, path), path);
  }

  @Override
  public void delete(String set, String path) {
    Path file = paths.file(set, path);
    try {
      if (!Files.isDirectory(file)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public long freeBytes() {
    Path existing = paths.root();
    while (!Files.exists(existing)) {
      Path parent = existing.getParent();
      if (parent == null) {
        return 0;
      }
      existing = parent;
    }
    try {
      return Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      throw unreadable(existing, e);
    }
  }

  private static StageProblem unreadable(Path file, Exception e) {
    return StageProblem.passing(
        ProblemCode.TARGET_UNREACHABLE,
        "Artefact file " + file.getFileName() + " cannot be accessed: " + e,
        e);
  }
}
