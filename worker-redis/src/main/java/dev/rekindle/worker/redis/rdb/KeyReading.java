package dev.rekindle.worker.redis.rdb;

import java.io.IOException;
import java.util.Map;

/** What is done with the keys and functions of a snapshot, whose frame {@link RdbReader} walks. */
interface KeyReading {

  /** The header is read; keys follow. */
  void header(int version, Map<String, String> aux);

  /**
   * Consumes a key and its value; answers the key's name.
   *
   * @param type the byte before it
   */
  byte[] key(int type, int database, long expiry) throws IOException;

  /** Consumes a library of server-side functions. */
  void function() throws IOException;

  void progress(long bytes);
}
