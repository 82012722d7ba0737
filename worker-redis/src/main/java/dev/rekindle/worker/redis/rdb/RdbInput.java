package dev.rekindle.worker.redis.rdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The primitives of the format: lengths, strings, numbers; and the checksum over what was consumed.
 * Never believes a length before that many bytes arrived.
 */
final class RdbInput {

  private static final int PIECE = 1 << 20;
  // liblzf makes at most 264 bytes out of 3.
  private static final int MOST_EXPANSION = 90;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private int summedTo;
  private long before;
  private long crc;
  private @Nullable ByteArrayOutputStream tape;
  private int tapedTo;

  RdbInput(InputStream in) {
    this.in = in;
  }

  /** Bytes consumed so far. */
  long position() {
    return before + at;
  }

  /** The checksum of everything consumed so far. */
  long checksum() {
    crc = Crc64.update(crc, buffer, summedTo, at);
    summedTo = at;
    return crc;
  }

  boolean atEnd() throws IOException {
    return at == end && !refill();
  }

  int unsigned() throws IOException {
    if (at == end && !refill()) {
      throw RdbException.truncated(position());
    }
    return buffer[at++] & 0xff;
  }

  long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int n = 0; n < bytes; n++) {
      value |= (long) unsigned() << (8 * n);
    }
    return value;
  }

  private long signed(int bytes) throws IOException {
    int unused = 64 - 8 * bytes;
    return littleEndian(bytes) << unused >> unused;
  }

  byte[] bytes(long count) throws IOException {
    if (count < 0 || count > Integer.MAX_VALUE - 16) {
      throw corrupt("A string of " + count + " bytes");
    }
    if (count <= PIECE) {
      byte[] small = new byte[(int) count];
      fill(small, small.length);
      return small;
    }
    ByteArrayOutputStream grown = new ByteArrayOutputStream(PIECE);
    copy(count, grown::write);
    return grown.toByteArray();
  }

  /** A length; {@link RdbException} when an encoded value stands there instead. */
  long length() throws IOException {
    int first = unsigned();
    if (first >>> 6 == 3) {
      throw corrupt("An encoded value where a length must be");
    }
    return length(first);
  }

  /** A string in memory. */
  byte[] string() throws IOException {
    int first = unsigned();
    return first >>> 6 == 3 ? encoded(first & 0x3f) : bytes(length(first));
  }

  /** A string handed on in pieces, so that its size does not matter unless it is compressed. */
  void string(ValueSink sink) throws IOException {
    int first = unsigned();
    if (first >>> 6 == 3) {
      byte[] whole = encoded(first & 0x3f);
      sink.chunk(whole, 0, whole.length);
    } else {
      copy(length(first), sink::chunk);
    }
  }

  /** Passes over a string of any encoding. */
  void skipString() throws IOException {
    int first = unsigned();
    if (first >>> 6 != 3) {
      skip(length(first));
      return;
    }
    switch (first & 0x3f) {
      case 0 -> skip(1);
      case 1 -> skip(2);
      case 2 -> skip(4);
      case 3 -> {
        long packed = length();
        length();
        skip(packed);
      }
      default -> throw corrupt("Unknown string encoding " + (first & 0x3f));
    }
  }

  /** Passes over so many bytes. */
  void skip(long count) throws IOException {
    if (count < 0) {
      throw corrupt("A string of " + count + " bytes");
    }
    copy(count, (bytes, from, size) -> {});
  }

  /** Keeps the bytes that are consumed from here on. */
  void startTape() {
    tape = new ByteArrayOutputStream();
    tapedTo = at;
  }

  /** The bytes consumed since {@link #startTape}. */
  byte[] stopTape() {
    ByteArrayOutputStream taped = tape;
    tape = null;
    if (taped == null) {
      throw new IllegalStateException("No tape runs");
    }
    if (taped.size() == 0) {
      return Arrays.copyOfRange(buffer, tapedTo, at);
    }
    taped.write(buffer, tapedTo, at - tapedTo);
    return taped.toByteArray();
  }

  RdbException corrupt(String what) {
    return RdbException.corrupt(what, position());
  }

  private long length(int first) throws IOException {
    return switch (first >>> 6) {
      case 0 -> first & 0x3f;
      case 1 -> ((first & 0x3f) << 8) | unsigned();
      case 2 -> {
        if (first == 0x80) {
          yield Integer.toUnsignedLong(Integer.reverseBytes((int) littleEndian(4)));
        }
        if (first == 0x81) {
          yield Long.reverseBytes(littleEndian(8));
        }
        throw corrupt("Unknown length encoding " + first);
      }
      default -> throw corrupt("Unknown length encoding " + first);
    };
  }

  private byte[] encoded(int encoding) throws IOException {
    return switch (encoding) {
      case 0 -> decimal(signed(1));
      case 1 -> decimal(signed(2));
      case 2 -> decimal(signed(4));
      case 3 -> {
        long packed = length();
        long plain = length();
        if (plain < 0 || plain > packed * MOST_EXPANSION || plain > Integer.MAX_VALUE - 16) {
          throw corrupt("A compressed string of " + packed + " bytes that claims " + plain);
        }
        byte[] text = Lzf.expand(bytes(packed), (int) plain);
        if (text.length != plain) {
          throw corrupt("A compressed string that cannot be expanded");
        }
        yield text;
      }
      default -> throw corrupt("Unknown string encoding " + encoding);
    };
  }

  static byte[] decimal(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  private interface Piece {
    void take(byte[] bytes, int from, int count);
  }

  private void copy(long count, Piece to) throws IOException {
    long left = count;
    while (left > 0) {
      if (at == end && !refill()) {
        throw RdbException.truncated(position());
      }
      int now = (int) Math.min(left, end - at);
      to.take(buffer, at, now);
      at += now;
      left -= now;
    }
  }

  private void fill(byte[] target, int count) throws IOException {
    int done = 0;
    while (done < count) {
      if (at == end && !refill()) {
        throw RdbException.truncated(position());
      }
      int now = Math.min(count - done, end - at);
      System.arraycopy(buffer, at, target, done, now);
      at += now;
      done += now;
    }
  }

  private boolean refill() throws IOException {
    checksum();
    if (tape != null) {
      tape.write(buffer, tapedTo, at - tapedTo);
      tapedTo = 0;
    }
    before += at;
    at = 0;
    summedTo = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }
}
