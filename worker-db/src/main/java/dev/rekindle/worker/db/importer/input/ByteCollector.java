package dev.rekindle.worker.db.importer.input;

import dev.rekindle.contract.message.ProblemCode;
import java.util.Arrays;

/** A growing array of bytes with a limit. */
final class ByteCollector {

  /** What may stay when the bytes are taken, so that it need not grow again. */
  private static final int KEPT = 4 << 20;

  private final int limit;
  private byte[] bytes = new byte[8192];
  private int length;

  ByteCollector(int limit) {
    this.limit = limit;
  }

  void add(int value, long offset) throws DumpRefused {
    if (length == bytes.length) {
      grow(offset);
    }
    bytes[length++] = (byte) value;
  }

  void add(byte[] source, int from, int count, long offset) throws DumpRefused {
    while (bytes.length - length < count) {
      grow(offset);
    }
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  private void grow(long offset) throws DumpRefused {
    if (bytes.length >= limit) {
      throw new DumpRefused(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          offset,
          "A single statement or row is longer than " + limit + " bytes, which is the limit");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(limit, bytes.length * 2L));
  }

  int length() {
    return length;
  }

  int byteAt(int index) {
    return bytes[index];
  }

  void truncate(int newLength) {
    length = newLength;
  }

  /** The collected bytes; the collector is empty afterwards. */
  RawBytes take() {
    RawBytes taken = RawBytes.copyOf(bytes, length);
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[8192];
    }
    return taken;
  }

  /** Whether the bytes begin with an upper case ASCII word, in any case. */
  boolean beginsWith(String upperCaseWord) {
    if (length < upperCaseWord.length()) {
      return false;
    }
    for (int i = 0; i < upperCaseWord.length(); i++) {
      if (Character.toUpperCase((char) (bytes[i] & 0xff)) != upperCaseWord.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
