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

  @Override
  public String toString() {
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
