package dev.rekindle.worker.redis.rdb;

import java.util.Arrays;
import java.util.NoSuchElementException;

/** Walks a ziplist: total, tail, count, elements with the predecessor's length before, 0xFF. */
final class Ziplist implements Packed {

  private static final int HEADER = 10;

  private final byte[] blob;
  private int at = HEADER;

  Ziplist(byte[] blob) {
    this.blob = blob;
    if (blob.length < HEADER + 1 || (int) LittleEndian.INT.get(blob, 0) != blob.length) {
      throw new IllegalArgumentException("A ziplist of the wrong length");
    }
  }

  @Override
  public boolean hasNext() {
    boolean end = (blob[at] & 0xff) == 0xff;
    if (end && at != blob.length - 1) {
      throw new IllegalArgumentException("A ziplist that ends early");
    }
    return !end;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    at += (blob[at] & 0xff) == 0xfe ? 5 : 1;
    int first = blob[at] & 0xff;
    return switch (first >>> 6) {
      case 0 -> text(1, first & 0x3f);
      case 1 -> text(2, ((first & 0x3f) << 8) | (blob[at + 1] & 0xff));
      case 2 -> text(5, Integer.reverseBytes((int) LittleEndian.INT.get(blob, at + 1)));
      default -> number(first);
    };
  }

  private byte[] number(int first) {
    return switch (first) {
      case 0xc0 -> number((short) LittleEndian.SHORT.get(blob, at + 1), 3);
      case 0xd0 -> number((int) LittleEndian.INT.get(blob, at + 1), 5);
      case 0xe0 -> number((long) LittleEndian.LONG.get(blob, at + 1), 9);
      case 0xf0 -> number(LittleEndian.int24(blob, at + 1), 4);
      case 0xfe -> number(blob[at + 1], 2);
      default -> {
        if (first < 0xf1 || first > 0xfd) {
          throw new IllegalArgumentException("Unknown ziplist encoding " + first);
        }
        yield number((first & 0x0f) - 1L, 1);
      }
    };
  }

  private byte[] number(long value, int size) {
    at += size;
    return RdbInput.decimal(value);
  }

  private byte[] text(int header, int length) {
    if (length < 0 || at + header + (long) length >= blob.length) {
      throw new IllegalArgumentException("A ziplist element that is too long");
    }
    byte[] value = Arrays.copyOfRange(blob, at + header, at + header + length);
    at += header + length;
    return value;
  }
}
