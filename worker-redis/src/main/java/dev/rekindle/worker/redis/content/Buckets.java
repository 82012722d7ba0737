package dev.rekindle.worker.redis.content;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Digests of the thousandth parts of each database, by the hash of the key's name: tells which keys
 * to look at when two contents differ, in memory that does not grow with the number of keys.
 */
public final class Buckets {

  static final int COUNT = 1024;

  private final Map<Integer, long[]> sums = new HashMap<>();

  /** The part of a database that a key belongs to. */
  static int of(byte[] name) {
    int hash = Arrays.hashCode(name);
    return ((hash * 0x9e3779b9) >>> 16) & (COUNT - 1);
  }

  void add(int database, int bucket, long high, long low) {
    long[] parts = sums.computeIfAbsent(database, number -> new long[COUNT * 2]);
    parts[2 * bucket] += high;
    parts[2 * bucket + 1] += low;
  }

  /** The digests of both together. */
  Buckets plus(Buckets other) {
    Buckets all = new Buckets();
    for (Buckets one : List.of(this, other)) {
      one.sums.forEach((database, parts) -> {
        for (int n = 0; n < COUNT; n++) {
          all.add(database, n, parts[2 * n], parts[2 * n + 1]);
        }
      });
    }
    return all;
  }

  /** The parts of a database in which two contents differ. */
  BitSet differing(int database, Buckets other) {
    long[] mine = sums.getOrDefault(database, new long[COUNT * 2]);
    long[] theirs = other.sums.getOrDefault(database, new long[COUNT * 2]);
    BitSet differing = new BitSet(COUNT);
    for (int n = 0; n < COUNT; n++) {
      if (mine[2 * n] != theirs[2 * n] || mine[2 * n + 1] != theirs[2 * n + 1]) {
        differing.set(n);
      }
    }
    return differing;
  }
}
