package dev.rekindle.worker.redis.rdb;

import java.util.Arrays;
import java.util.NoSuchElementException;

/** Walks a zipmap: count, then field and value in turn, values followed by free bytes, 0xFF. */
final class Zipmap implements Packed {

  private final byte[] blob;
  private int at = 1;
  private boolean value;

  Zipmap(byte[] blob) {
    this.blob = blob;
  }

  @Override
  public boolean hasNext() {
    return (blob[at] & 0xff) != 0xff;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int length = blob[at] & 0xff;
    at++;
    if (length >= 254) {
      length = (int) LittleEndian.INT.get(blob, at);
      at += 4;
    }
    int free = value ? blob[at++] & 0xff : 0;
    if (length < 0 || at + (long) length + free >= blob.length) {
      throw new IllegalArgumentException("A zipmap element that is too long");
    }
    byte[] text = Arrays.copyOfRange(blob, at, at + length);
    at += length + free;
    value = !value;
    return text;
  }
}
