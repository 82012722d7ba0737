package dev.rekindle.worker.redis.rdb;

import java.io.IOException;

/** Is told what a snapshot holds, key by key, with values as they are written there. */
public interface RawVisitor {

  /**
   * A key.
   *
   * @param expiry milliseconds since 1970, or {@link RdbVisitor#NEVER}
   */
  void key(int database, byte[] key, long expiry, RawValue value) throws IOException;

  /** The source of a library of server-side functions. */
  void function(byte[] code) throws IOException;

  /** How many bytes of the snapshot are read; told about once a megabyte. */
  default void progress(long bytes) {}
}
