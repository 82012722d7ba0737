package dev.rekindle.worker.redis.rdb;

/**
 * The value of a snapshot that takes the most bytes there.
 *
 * @param key its name, for people
 */
public record LargestValue(int database, String key, long bytes) {

  /** Of a snapshot without any key. */
  static final LargestValue NONE = new LargestValue(0, "", 0);
}
