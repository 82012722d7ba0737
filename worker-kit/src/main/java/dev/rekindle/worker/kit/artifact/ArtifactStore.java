package dev.rekindle.worker.kit.artifact;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A place with backup sets: files by set and path. Paths are relative with forward slashes; one
 * that leaves its set is refused with SPEC_INVALID. All failures are {@code StageProblem}s.
 */
public interface ArtifactStore {

  /** A file in a set. */
  record StoredFile(String path, long bytes) {}

  /** What was written. */
  record Written(long bytes, String sha256) {}

  /** Size of a file; empty when there is none. */
  Optional<StoredFile> find(String set, String path);

  /** All files below a folder (empty path: the whole set), sorted by path; empty when none. */
  List<StoredFile> list(String set, String folder);

  /** The bytes from an offset on, not verified; ARTIFACT_MISSING when there is no such file. */
  InputStream open(String set, String path, long offset);

  /**
   * A new file, or a new version of one: nobody sees it before {@link ArtifactSink#commit}.
   * SPACE_SHORT when it does not fit.
   */
  ArtifactSink create(String set, String path);

  /** Removes a file; nothing happens when there is none. */
  void delete(String set, String path);

  /** Free room for new artefacts in bytes; {@code Long.MAX_VALUE} when unlimited. */
  long freeBytes();
}
