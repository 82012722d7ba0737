package dev.rekindle.worker.redis.content;

/**
 * What one logical database holds.
 *
 * @param keys keys that count
 * @param expiring those of them that have an expiry
 * @param leftOut keys that a rule leaves out, such as a probe's
 * @param expired keys past the moment of the comparison
 * @param digest over key, type, value and absolute expiry of each key that counts, in any order;
 *     hex
 */
public record DatabaseContent(
    int number, long keys, long expiring, long leftOut, long expired, String digest) {

  /** A database without any key. */
  public static DatabaseContent empty(int number) {
    return new DatabaseContent(number, 0, 0, 0, 0, "0".repeat(32));
  }

  /** Whether both hold the same keys that count. */
  public boolean sameAs(DatabaseContent other) {
    return number == other.number && keys == other.keys && digest.equals(other.digest);
  }
}
