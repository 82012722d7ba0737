package dev.rekindle.contract.backup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The content of {@code rekindle-verified.json}: every artefact of the backup set beside it was
 * read and found to be as the manifest says.
 *
 * @param manifestSha256 of the manifest that it was compared with; another one is not verified
 */
public record BackupVerification(int version, Instant verifiedAt, String manifestSha256) {

  /** File name in its backup set. */
  public static final String FILE_NAME = "rekindle-verified.json";

  /** All is as this manifest says. */
  public static BackupVerification now(byte[] manifest, Instant now) {
    return new BackupVerification(1, now, sha256(manifest));
  }

  /** Whether it speaks of exactly this manifest. */
  public boolean of(byte[] manifest) {
    return manifestSha256.equals(sha256(manifest));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
