package dev.rekindle.worker.kit.cluster;

import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.worker.kit.stage.Attempt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/**
 * Files in containers. The image needs {@code sh}, {@code head}, {@code cat}, {@code mv}, {@code
 * mkdir}, {@code wc}, {@code sha256sum}, {@code find}, {@code rm}.
 */
public interface PodFiles {

  /** Where the bytes of an upload come from. */
  interface Source {

    long bytes();

    /** Lower case hex. */
    String sha256();

    /** The bytes from an offset on. */
    InputStream open(long offset) throws IOException;
  }

  /** Length and digest of what was read. */
  record Content(long bytes, String sha256) {}

  /** How many bytes of a transfer have arrived. */
  interface Meter {
    void arrived(long bytes);
  }

  /**
   * Makes {@code path} a file with exactly these bytes: nothing is sent when it already is one. The
   * bytes go to a temporary name beside it (resumed where an earlier attempt ended), are checked by
   * length and digest, and renamed. Folders on the way are made. CONNECTION_LOST, SPACE_SHORT or
   * COMMAND_FAILED (all retryable) otherwise.
   *
   * @param path absolute path in the container
   */
  void upload(
      PodRef pod, String container, String path, Source source, Meter meter, Attempt attempt);

  /**
   * Copies a file out of a container; the content's length and digest are compared with what the
   * container says of it afterwards.
   */
  Content download(
      PodRef pod, String container, String path, OutputStream to, Meter meter, Attempt attempt);

  /** All regular files below a folder, with digests; empty when the folder does not exist. */
  FileListing list(PodRef pod, String container, String folder, Attempt attempt);

  /** Removes files, given relative to a folder. Missing ones are fine. */
  void remove(PodRef pod, String container, String folder, Set<String> paths, Attempt attempt);
}
