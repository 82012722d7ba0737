package dev.rekindle.worker.redis.rdb;

import java.util.Map;

/** Is told what a snapshot holds, key by key, while it is read. */
public interface RdbVisitor {

  /** Expiry of a key that has none. */
  long NEVER = -1;

  /** The header is read; keys follow. */
  default void header(int version, Map<String, String> aux) {}

  /**
   * A key begins.
   *
   * @param expiry milliseconds since 1970, or {@link #NEVER}
   * @return takes the value
   */
  ValueSink key(int database, byte[] key, ValueKind kind, long expiry);

  /** How many bytes of the snapshot are read; told about once a megabyte. */
  default void progress(long bytes) {}
}
