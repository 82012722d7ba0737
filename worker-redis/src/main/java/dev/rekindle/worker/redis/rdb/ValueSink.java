package dev.rekindle.worker.redis.rdb;

/** Takes one value in parts. Arrays belong to the reader: copy what must be kept. */
public interface ValueSink {

  /** The next bytes of a string. */
  void chunk(byte[] bytes, int from, int count);

  /**
   * The next element of anything else.
   *
   * @param second the value of a hash field, the score of a sorted set's member; empty otherwise
   */
  void element(byte[] first, byte[] second);

  /**
   * The next field of a hash, with an expiry of its own (since Redis 7.4).
   *
   * @param expiry milliseconds since 1970
   */
  void expiringField(byte[] field, byte[] value, long expiry);

  /** The value is complete. */
  void end();
}
