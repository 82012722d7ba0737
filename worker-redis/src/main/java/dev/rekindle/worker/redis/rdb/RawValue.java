package dev.rekindle.worker.redis.rdb;

import java.util.Arrays;
import java.util.Optional;

/**
 * A value as a snapshot writes it, not taken apart.
 *
 * @param version of the snapshot's format
 * @param type the byte that says type and encoding
 */
@SuppressWarnings("ArrayRecordComponent")
public record RawValue(int version, int type, byte[] body) {

  static final int FOOTER = 10;

  /** How many bytes RESTORE takes for it. */
  public static long payloadBytes(long body) {
    return 1 + body + FOOTER;
  }

  /**
   * What stands before {@link #body} in what DUMP would answer for it and RESTORE takes (cluster.c,
   * {@code createDumpPayload}).
   */
  public byte[] head() {
    return new byte[] {(byte) type};
  }

  /** What stands behind it there: version of the format and checksum. */
  public byte[] foot() {
    byte[] foot = new byte[FOOTER];
    foot[0] = (byte) version;
    foot[1] = (byte) (version >>> 8);
    long crc = Crc64.update(0, head(), 0, 1);
    crc = Crc64.update(crc, body, 0, body.length);
    LittleEndian.LONG.set(foot, 2, Crc64.update(crc, foot, 0, 2));
    return foot;
  }

  /** The text of a string that is written plainly or as a number; empty for anything else. */
  public Optional<byte[]> text() {
    if (type != 0) {
      return Optional.empty();
    }
    int first = body[0] & 0xff;
    return switch (first >>> 6) {
      case 0 -> Optional.of(Arrays.copyOfRange(body, 1, body.length));
      case 1 -> Optional.of(Arrays.copyOfRange(body, 2, body.length));
      case 2 -> Optional.of(Arrays.copyOfRange(body, first == 0x80 ? 5 : 9, body.length));
      default ->
          switch (first & 0x3f) {
            case 0 -> Optional.of(RdbInput.decimal(body[1]));
            case 1 -> Optional.of(RdbInput.decimal((short) LittleEndian.SHORT.get(body, 1)));
            case 2 -> Optional.of(RdbInput.decimal((int) LittleEndian.INT.get(body, 1)));
            default -> Optional.empty();
          };
    };
  }
}
