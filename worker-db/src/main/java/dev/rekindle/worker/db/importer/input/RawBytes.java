package dev.rekindle.worker.db.importer.input;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Bytes of a dump, exactly as they stand in it. Immutable. */
public final class RawBytes {

  private final byte[] bytes;

  private RawBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  static RawBytes copyOf(byte[] source, int length) {
    return new RawBytes(Arrays.copyOf(source, length));
  }

  /** The UTF-8 bytes of a text. */
  public static RawBytes ofText(String text) {
    return new RawBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes that {@link #beginning} shows as these characters. */
  public static RawBytes ofCharacters(String text) {
    return new RawBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One behind the other. */
  public static RawBytes join(List<RawBytes> parts) {
    byte[] all = new byte[parts.stream().mapToInt(RawBytes::length).sum()];
    int end = 0;
    for (RawBytes part : parts) {
      System.arraycopy(part.bytes, 0, all, end, part.bytes.length);
      end += part.bytes.length;
    }
    return new RawBytes(all);
  }

  /** The bytes from one place up to another. */
  RawBytes range(int from, int to) {
    return new RawBytes(Arrays.copyOfRange(bytes, from, to));
  }

  public int length() {
    return bytes.length;
  }

  public byte byteAt(int index) {
    return bytes[index];
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** The first bytes, each as one character; fit for looking at keywords. */
  public String beginning(int limit) {
    return new String(bytes, 0, Math.min(limit, bytes.length), StandardCharsets.ISO_8859_1);
  }

  /** The bytes read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return length() + " bytes";
  }
}
