package dev.rekindle.worker.redis.content;

import dev.rekindle.contract.attempt.RestoreId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Under which name a key counts in a comparison, and which keys do not count at all. The rules:
 *
 * <ul>
 *   <li>{@code rekindle:quarantine:<restore>:<key>} counts as {@code <key>}: renaming keeps value
 *       and expiry
 *   <li>other {@code rekindle:*} keys are Rekindle's own
 *   <li>{@code liveness-probe} of database 0 is written by 3scale's readiness probe every few
 *       seconds
 *   <li>keys of {@code allowed}, which an earlier stage changed on purpose
 * </ul>
 */
public record ComparisonRules(RestoreId restore, List<Allowed> allowed) {

  /** A key whose value may differ. */
  public record Allowed(int database, String key) {}

  private static final byte[] OWN = ascii("rekindle:");
  private static final byte[] PROBE = ascii("liveness-probe");

  public ComparisonRules {
    allowed = List.copyOf(allowed);
  }

  /** The rules without any changed key. */
  public static ComparisonRules of(RestoreId restore) {
    return new ComparisonRules(restore, List.of());
  }

  /** Prefix of the quarantined keys of a restore. */
  public static String quarantine(RestoreId restore) {
    return "rekindle:quarantine:" + restore + ":";
  }

  /** The name under which a key counts; empty when it does not count. */
  public Optional<byte[]> countedAs(int database, byte[] key) {
    if (begins(key, OWN)) {
      byte[] prefix = ascii(quarantine(restore));
      return begins(key, prefix)
          ? countedAs(database, Arrays.copyOfRange(key, prefix.length, key.length))
          : Optional.empty();
    }
    if (database == 0 && Arrays.equals(key, PROBE)) {
      return Optional.empty();
    }
    boolean changed =
        allowed.stream()
            .anyMatch(one ->
                one.database == database
                    && Arrays.equals(key, one.key.getBytes(StandardCharsets.UTF_8)));
    return changed ? Optional.empty() : Optional.of(key);
  }

  private static boolean begins(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
