package dev.rekindle.worker.redis.rdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.NoSuchElementException;

/** Walks a listpack: 4 bytes total, 2 bytes count, elements with their length behind, 0xFF. */
final class Listpack implements Packed {

  private static final int HEADER = 6;

  private final byte[] blob;
  private int at = HEADER;

  Listpack(byte[] blob) {
    this.blob = blob;
    if (blob.length < HEADER + 1 || (int) LittleEndian.INT.get(blob, 0) != blob.length) {
      throw new IllegalArgumentException("A listpack of the wrong length");
    }
  }

  @Override
  public boolean hasNext() {
    boolean end = (blob[at] & 0xff) == 0xff;
    if (end && at != blob.length - 1) {
      throw new IllegalArgumentException("A listpack that ends early");
    }
    return !end;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int first = blob[at] & 0xff;
    if (first < 0x80) {
      return number(first, 1);
    }
    if (first < 0xc0) {
      return text(1, first & 0x3f);
    }
    if (first < 0xe0) {
      int number = ((first & 0x1f) << 8) | (blob[at + 1] & 0xff);
      return number(number >= 1 << 12 ? number - (1 << 13) : number, 2);
    }
    if (first < 0xf0) {
      return text(2, ((first & 0x0f) << 8) | (blob[at + 1] & 0xff));
    }
    return switch (first) {
      case 0xf0 -> text(5, (int) LittleEndian.INT.get(blob, at + 1));
      case 0xf1 -> number((short) LittleEndian.SHORT.get(blob, at + 1), 3);
      case 0xf2 -> number(LittleEndian.int24(blob, at + 1), 4);
      case 0xf3 -> number((int) LittleEndian.INT.get(blob, at + 1), 5);
      case 0xf4 -> number((long) LittleEndian.LONG.get(blob, at + 1), 9);
      default -> throw new IllegalArgumentException("Unknown listpack encoding " + first);
    };
  }

  /** The next element as a number; {@link NumberFormatException} when it is none. */
  long nextNumber() {
    return Long.parseLong(new String(next(), StandardCharsets.US_ASCII));
  }

  private byte[] number(long value, int size) {
    advance(size);
    return RdbInput.decimal(value);
  }

  private byte[] text(int header, int length) {
    if (length < 0 || at + header + (long) length > blob.length) {
      throw new IllegalArgumentException("A listpack element that is too long");
    }
    byte[] value = Arrays.copyOfRange(blob, at + header, at + header + length);
    advance(header + length);
    return value;
  }

  private void advance(int size) {
    at += size + sizeOfLength(size);
    if (at >= blob.length) {
      throw new IllegalArgumentException("A listpack without end");
    }
  }

  private static int sizeOfLength(int size) {
    if (size < 1 << 7) {
      return 1;
    }
    if (size < 1 << 14) {
      return 2;
    }
    if (size < 1 << 21) {
      return 3;
    }
    return size < 1 << 28 ? 4 : 5;
  }
}
