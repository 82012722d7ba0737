package dev.rekindle.worker.redis.rdb;

import java.util.NoSuchElementException;

/** Walks an intset: width, count, numbers. */
final class Intset implements Packed {

  private final byte[] blob;
  private final int width;
  private int at = 8;

  Intset(byte[] blob) {
    this.blob = blob;
    this.width = (int) LittleEndian.INT.get(blob, 0);
    long count = Integer.toUnsignedLong((int) LittleEndian.INT.get(blob, 4));
    if ((width != 2 && width != 4 && width != 8) || 8 + count * width != blob.length) {
      throw new IllegalArgumentException("An intset of the wrong length");
    }
  }

  @Override
  public boolean hasNext() {
    return at < blob.length;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    long number =
        switch (width) {
          case 2 -> (short) LittleEndian.SHORT.get(blob, at);
          case 4 -> (int) LittleEndian.INT.get(blob, at);
          default -> (long) LittleEndian.LONG.get(blob, at);
        };
    at += width;
    return RdbInput.decimal(number);
  }
}
