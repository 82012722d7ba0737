package dev.rekindle.worker.redis.server;

/** Which slot of a cluster a key belongs to (cluster.c, {@code keyHashSlot}; crc16.c). */
public final class Slots {

  public static final int COUNT = 16384;

  private static final int[] TABLE = table();

  private Slots() {}

  /** The slot of a key: of what stands between its first braces, when anything does. */
  public static int of(byte[] key) {
    int open = indexOf(key, '{', 0);
    int close = open < 0 ? -1 : indexOf(key, '}', open + 1);
    return close > open + 1 ? crc(key, open + 1, close) : crc(key, 0, key.length);
  }

  private static int crc(byte[] key, int from, int to) {
    int crc = 0;
    for (int n = from; n < to; n++) {
      crc = ((crc << 8) ^ TABLE[((crc >>> 8) ^ (key[n] & 0xff)) & 0xff]) & 0xffff;
    }
    return crc % COUNT;
  }

  private static int indexOf(byte[] key, char wanted, int from) {
    for (int n = from; n < key.length; n++) {
      if (key[n] == wanted) {
        return n;
      }
    }
    return -1;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int n = 0; n < 256; n++) {
      int crc = n << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
      }
      table[n] = crc & 0xffff;
    }
    return table;
  }
}
