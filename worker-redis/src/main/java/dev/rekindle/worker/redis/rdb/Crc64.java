package dev.rekindle.worker.redis.rdb;

/**
 * CRC-64 as Redis uses it for snapshots: polynomial {@code ad93d23594c935a9} (Jones), reflected, no
 * initial or final inversion (crc64.c). Eight bytes a step.
 */
final class Crc64 {

  private static final long REFLECTED = 0x95ac9329ac4bc9b5L;
  private static final long[][] TABLE = tables();

  private Crc64() {}

  /** The checksum after these bytes; begin with 0. */
  static long update(long crc, byte[] bytes, int from, int to) {
    long value = crc;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      value ^= (long) LittleEndian.LONG.get(bytes, at);
      value =
          TABLE[7][(int) value & 0xff]
              ^ TABLE[6][(int) (value >>> 8) & 0xff]
              ^ TABLE[5][(int) (value >>> 16) & 0xff]
              ^ TABLE[4][(int) (value >>> 24) & 0xff]
              ^ TABLE[3][(int) (value >>> 32) & 0xff]
              ^ TABLE[2][(int) (value >>> 40) & 0xff]
              ^ TABLE[1][(int) (value >>> 48) & 0xff]
              ^ TABLE[0][(int) (value >>> 56) & 0xff];
    }
    for (; at < to; at++) {
      value = TABLE[0][(int) (value ^ bytes[at]) & 0xff] ^ (value >>> 8);
    }
    return value;
  }

  private static long[][] tables() {
    long[][] table = new long[8][256];
    for (int n = 0; n < 256; n++) {
      long crc = n;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED;
      }
      table[0][n] = crc;
    }
    for (int n = 0; n < 256; n++) {
      for (int step = 1; step < 8; step++) {
        long before = table[step - 1][n];
        table[step][n] = table[0][(int) before & 0xff] ^ (before >>> 8);
      }
    }
    return table;
  }
}
