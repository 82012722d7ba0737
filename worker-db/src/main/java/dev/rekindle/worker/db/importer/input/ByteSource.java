package dev.rekindle.worker.db.importer.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A stream with its position and a little look-ahead. */
final class ByteSource {

  private static final int SIZE = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[SIZE];
  private int position;
  private int limit;
  private long base;

  ByteSource(InputStream in) {
    this.in = in;
  }

  /** Offset of the next byte. */
  long offset() {
    return base + position;
  }

  /** The next byte, or -1 at the end. */
  int read() throws IOException {
    if (position == limit && !fill(1)) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  /** The next byte without moving, or -1 at the end. */
  int peek() throws IOException {
    if (position == limit && !fill(1)) {
      return -1;
    }
    return buffer[position] & 0xff;
  }

  /** The byte {@code ahead} places after the next one (at most some thousands), or -1. */
  int peek(int ahead) throws IOException {
    if (position + ahead >= limit && !fill(ahead + 1)) {
      return -1;
    }
    return buffer[position + ahead] & 0xff;
  }

  /** Whether the next bytes are this ASCII text. */
  boolean startsWith(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if (peek(i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the next bytes are this upper case ASCII text, in any case. */
  boolean startsWithWord(String upperCaseText) throws IOException {
    for (int i = 0; i < upperCaseText.length(); i++) {
      if (Character.toUpperCase((char) peek(i)) != upperCaseText.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Copies what stands before the next byte of a set, or before the end. */
  void copyUntil(ByteSet set, ByteCollector into) throws IOException, DumpRefused {
    while (position < limit || fill(1)) {
      int end = set.find(buffer, position, limit);
      into.add(buffer, position, end - position, offset());
      position = end;
      if (end < limit) {
        return;
      }
    }
  }

  void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      read();
    }
  }

  /**
   * The rest of the line without its line feed, each byte as one character; what is longer than
   * 4096 bytes is read but not kept.
   */
  String readLine() throws IOException {
    byte[] line = new byte[4096];
    int length = 0;
    for (int c = read(); c != -1 && c != '\n'; c = read()) {
      if (length < line.length) {
        line[length++] = (byte) c;
      }
    }
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }

  private boolean fill(int wanted) throws IOException {
    int kept = limit - position;
    System.arraycopy(buffer, position, buffer, 0, kept);
    base += position;
    position = 0;
    limit = kept;
    while (limit < wanted) {
      int count = in.read(buffer, limit, SIZE - limit);
      if (count < 0) {
        return false;
      }
      limit += count;
    }
    return true;
  }
}
