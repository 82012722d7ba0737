package dev.rekindle.coordinator.evidence;

import dev.rekindle.contract.attempt.RestoreId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Links each fact of a restore to all before it: SHA-256 over the link before and everything of the
 * fact. Whoever knows the last link knows that nothing before it was changed, left out or added.
 */
public final class FactChain {

  /** The link before the first fact. */
  public static final String BEGINNING = "0".repeat(64);

  private FactChain() {}

  /**
   * The link of a fact. The migration that chained older journals computes the same in SQL.
   *
   * @param before link of the fact before it; {@link #BEGINNING} for the first
   * @param seq its number, from 1
   * @param recordedAt counts in microseconds, which is what the database keeps
   * @param body JSON, byte for byte
   */
  public static String link(
      String before, RestoreId restore, long seq, String type, Instant recordedAt, String body) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt);
    return sha256(
        String.join(
            "\n",
            before,
            restore.toString(),
            Long.toString(seq),
            type,
            Long.toString(micros),
            body));
  }

  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
