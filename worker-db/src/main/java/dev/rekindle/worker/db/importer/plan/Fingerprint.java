package dev.rekindle.worker.db.importer.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over lines of text. */
public final class Fingerprint {

  private final MessageDigest sha;

  public Fingerprint() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  public void add(String line) {
    sha.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Lower case hex; call once. */
  public String hex() {
    return HexFormat.of().formatHex(sha.digest());
  }
}
