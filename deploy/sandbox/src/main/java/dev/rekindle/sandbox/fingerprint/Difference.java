package dev.rekindle.sandbox.fingerprint;

/**
 * One thing that is not what it was.
 *
 * @param expected empty when it was not there
 * @param actual empty when it is not there
 */
public record Difference(String store, String item, String expected, String actual) {

  boolean added() {
    return expected.isEmpty();
  }

  boolean gone() {
    return actual.isEmpty();
  }

  boolean inRedis() {
    return store.equals(Fingerprint.BACKEND_REDIS) || store.equals(Fingerprint.SYSTEM_REDIS);
  }

  boolean inDatabase() {
    return store.equals(Fingerprint.SYSTEM_DATABASE) || store.equals(Fingerprint.ZYNC_DATABASE);
  }

  /** The key without its database, for Redis. */
  String key() {
    return item.substring(item.indexOf('/') + 1);
  }

  /**
   * How many rows, keys, elements of a key or files are there that should not be; 0 when something
   * is missing or has another content.
   */
  long surplus() {
    if (item.equals(Comparison.UNREADABLE) || item.equals(Comparison.FINGERPRINT) || gone()) {
      return 0;
    }
    if (added()) {
      return 1;
    }
    if (inDatabase() && (item.endsWith(" rows") || item.endsWith(" beyond"))) {
      return Math.max(0, Long.parseLong(actual) - Long.parseLong(expected));
    }
    return inRedis()
        ? Math.max(0, RedisValue.parse(actual).size() - RedisValue.parse(expected).size())
        : 0;
  }

  @Override
  public String toString() {
    if (expected.equals(actual)) {
      return "%s: %s is still %s, and should lie in the quarantine alone"
          .formatted(store, item, brief(actual));
    }
    return "%s: %s was %s, is %s"
        .formatted(
            store,
            item,
            expected.isEmpty() ? "absent" : brief(expected),
            actual.isEmpty() ? "absent" : brief(actual));
  }

  private static String brief(String value) {
    return value.length() <= 60 ? value : value.substring(0, 57) + "...";
  }
}
