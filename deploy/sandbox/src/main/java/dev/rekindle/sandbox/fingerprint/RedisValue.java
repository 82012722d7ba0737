package dev.rekindle.sandbox.fingerprint;

import java.util.List;

/**
 * The value of a key as a fingerprint has it.
 *
 * @param content digest, or {@code =} and the number itself
 * @param expiry epoch milliseconds; 0 without one
 */
record RedisValue(String type, String content, long expiry) {

  /** Before Redis 7 the absolute expiry is computed from the rest of the life, which takes time. */
  private static final long CLOCK_TOLERANCE_MS = 250;

  static RedisValue parse(String text) {
    List<String> parts = List.of(text.split(" ", 3));
    return new RedisValue(parts.get(0), parts.get(1), Long.parseLong(parts.get(2)));
  }

  boolean sameAs(RedisValue other) {
    return type.equals(other.type)
        && content.equals(other.content)
        && (expiry == 0) == (other.expiry == 0)
        && Math.abs(expiry - other.expiry) <= CLOCK_TOLERANCE_MS;
  }

  /** Elements of a list, set, hash or sorted set; 0 for a string. */
  long size() {
    int end = content.indexOf('x');
    return end < 0 ? 0 : Long.parseLong(content.substring(0, end));
  }

  boolean isNumber() {
    return content.startsWith("=");
  }

  long number() {
    return Long.parseLong(content.substring(1));
  }

  @Override
  public String toString() {
    return type + " " + content + " " + expiry;
  }
}
