package dev.rekindle.worker.db.importer.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Some bytes to look for, eight places at a time. */
final class ByteSet {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final int NEAR = 16;

  private final boolean[] members = new boolean[256];

  /** Each member in all eight places. */
  private final long[] patterns;

  ByteSet(String asciiCharacters) {
    asciiCharacters.chars().forEach(c -> members[c] = true);
    patterns = asciiCharacters.chars().mapToLong(c -> c * ONES).toArray();
  }

  /** Where the first of them stands, or the limit. */
  int find(byte[] bytes, int from, int limit) {
    // What is near is found sooner one by one.
    int i = from;
    int near = Math.min(limit, from + NEAR);
    while (i < near && !members[bytes[i] & 0xff]) {
      i++;
    }
    if (i < near) {
      return i;
    }
    while (i + Long.BYTES <= limit && !mayHold((long) LONGS.get(bytes, i))) {
      i += Long.BYTES;
    }
    while (i < limit && !members[bytes[i] & 0xff]) {
      i++;
    }
    return i;
  }

  /** Exact: no place borrows from the next one unless one of them is zero. */
  private boolean mayHold(long eight) {
    long found = 0;
    for (long pattern : patterns) {
      long zeroWhereEqual = eight ^ pattern;
      found |= (zeroWhereEqual - ONES) & ~zeroWhereEqual & HIGH_BITS;
    }
    return found != 0;
  }
}
