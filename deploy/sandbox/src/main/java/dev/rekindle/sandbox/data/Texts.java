package dev.rekindle.sandbox.data;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Text and bytes of the kinds that break careless restores, from a seed. */
public final class Texts {

  /**
   * Quotes, escapes, the four-byte plane, right-to-left, line ends, a comment, a fake statement.
   */
  private static final String[] PIECES = {
    "plain", "it's", "\"quoted\"", "back\\slash", "tab\there", "line\nbreak", "cr\r\nlf", "Zürich",
    "日本語", "🔥", "👩‍🚀", "עברית", "-- no comment", "'); DROP TABLE x; --", "100 %", "{{ liquid }}",
    "NULL", "\\N", "\\.", "`tick`", "/*!40101 x */", ";", "\u0001", "e\u0301"
  };

  private final SplittableRandom random;

  /** Equal seeds give equal texts. */
  public Texts(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Lower case hex digits. */
  public String hex(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }

  /** Odd text of about that many characters, without the four-byte plane: fits utf8mb3. */
  public String odd(int length) {
    return pieces(length).replaceAll("[^\\u0000-\\uFFFF]", "*");
  }

  /** Odd text with emoji, for utf8mb4. */
  public String wild(int length) {
    return pieces(length);
  }

  private String pieces(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(text.isEmpty() ? "" : " ").append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** Bytes: every value in order first, then random ones. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    for (int i = 0; i < Math.min(256, length); i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** Text as UTF-8. */
  public byte[] wildBytes(int length) {
    return wild(length).getBytes(StandardCharsets.UTF_8);
  }

  /** A number from 0 on, below the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }
}
