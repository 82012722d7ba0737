package dev.rekindle.sandbox.fingerprint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Digest of a bag of rows: the sum of the rows' SHA-256, so that the order does not matter and
 * equal rows count as often as they are there.
 */
final class ContentDigest {

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private final MessageDigest row = sha256();
  private BigInteger sum = BigInteger.ZERO;
  private long rows;

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The next field of the current row; nothing and empty differ. */
  ContentDigest field(byte @Nullable [] bytes) {
    row.update(ByteBuffer.allocate(4).putInt(bytes == null ? -1 : bytes.length).flip());
    if (bytes != null) {
      row.update(bytes);
    }
    return this;
  }

  ContentDigest field(String text) {
    return field(text.getBytes(StandardCharsets.UTF_8));
  }

  void endRow() {
    sum = sum.add(new BigInteger(1, row.digest())).mod(MODULUS);
    rows++;
  }

  long rows() {
    return rows;
  }

  String hex() {
    return sum.toString(16);
  }
}
