package dev.rekindle.worker.redis.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Commands in the form they travel in. */
final class RespBuffer {

  private byte[] bytes = new byte[1 << 12];
  private int size;

  /** A command of so many words begins. */
  RespBuffer words(int count) {
    return line('*', count);
  }

  RespBuffer word(byte[] word) {
    line('$', word.length);
    return raw(word).end();
  }

  RespBuffer word(String word) {
    return word(word.getBytes(StandardCharsets.UTF_8));
  }

  /** A word of several parts. */
  RespBuffer word(byte[] first, byte[] second, byte[] third) {
    line('$', first.length + second.length + third.length);
    return raw(first).raw(second).raw(third).end();
  }

  RespBuffer command(String... words) {
    words(words.length);
    for (String word : words) {
      word(word);
    }
    return this;
  }

  RespBuffer append(RespBuffer other) {
    reserve(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
    return this;
  }

  int size() {
    return size;
  }

  /** The bytes from the beginning on; only {@link #size} of them count. */
  byte[] bytes() {
    return bytes;
  }

  RespBuffer clear() {
    size = 0;
    return this;
  }

  private RespBuffer raw(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  private RespBuffer line(char kind, int number) {
    reserve(14);
    bytes[size++] = (byte) kind;
    int from = size;
    int left = number;
    do {
      bytes[size++] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    for (int low = from, high = size - 1; low < high; low++, high--) {
      byte swap = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = swap;
    }
    return end();
  }

  private RespBuffer end() {
    reserve(2);
    bytes[size++] = '\r';
    bytes[size++] = '\n';
    return this;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
    }
  }
}
