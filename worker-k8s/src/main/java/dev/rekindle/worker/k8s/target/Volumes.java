package dev.rekindle.worker.k8s.target;

import dev.rekindle.contract.backup.FileListing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;

/** Claims, reached through a helper pod of this attempt. */
public interface Volumes {

  /** Whether the claim exists. */
  boolean exists(String claim);

  /**
   * Mounts a claim. A helper of an earlier attempt is deleted, and gone, before this returns. Close
   * it to remove the helper.
   */
  Volume mount(String claim, boolean readOnly);

  /** A mounted claim; paths are relative to it. */
  interface Volume extends AutoCloseable {

    /** All regular files with length and digest; links are neither listed nor followed. */
    FileListing list();

    /**
     * Makes the path a file with these bytes: written beside it, checked by length and digest,
     * renamed. What an earlier attempt brought over is not sent again. A link or folder that stands
     * in the way is removed first, never followed.
     */
    void put(FileListing.Entry file, Source source, Meter meter);

    /** Copies a file out. Length and digest are what the pod says of it. */
    FileListing.Entry get(String path, OutputStream to, Meter meter);

    /** Removes files. */
    void remove(Set<String> paths);

    @Override
    void close();
  }

  /** Where the bytes of a file come from. */
  interface Source {
    InputStream open(long offset) throws IOException;
  }

  /** Told how many bytes of the current file have arrived. */
  interface Meter {
    void arrived(long bytes);
  }
}
