package dev.rekindle.worker.redis.content;

import java.math.BigInteger;

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

  /** What this and another part of the same database hold. */
  DatabaseContent plus(DatabaseContent other) {
    BigInteger sum = new BigInteger(digest, 16).add(new BigInteger(other.digest, 16));
    return new DatabaseContent(
        number,
        keys + other.keys,
        expiring + other.expiring,
        leftOut + other.leftOut,
        expired + other.expired,
        "%032x".formatted(sum.mod(BigInteger.TWO.pow(128))));
  }

  /** Whether both hold the same keys that count. */
  public boolean sameAs(DatabaseContent other) {
    return number == other.number && keys == other.keys && digest.equals(other.digest);
  }
}
