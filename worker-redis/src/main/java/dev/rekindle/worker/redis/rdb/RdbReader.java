package dev.rekindle.worker.redis.rdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Walks a snapshot from its magic to its checksum. Memory: the largest packed node, compressed
 * string or collection element (with raw values, the largest value), whatever the number of keys.
 */
public final class RdbReader {

  /** The newest format this reader knows, that of Redis 7.4 to 8.4. */
  public static final int NEWEST_VERSION = 12;

  private static final int CHECKSUM_SINCE = 5;
  private static final long TELL_EVERY = 1 << 20;
  private static final int SHOWN = 120;

  private final RdbInput in;
  private final KeyReading keys;
  private final Map<String, String> aux = new HashMap<>();
  private int database;
  private int functions;
  private int version;
  private boolean inKeys;
  private long told;
  private LargestValue largest = LargestValue.NONE;

  private RdbReader(RdbInput in, KeyReading keys) {
    this.in = in;
    this.keys = keys;
  }

  /**
   * Reads the stream to its end and tells the visitor, as strictly as {@code redis-check-rdb}:
   * every value is taken apart. {@link RdbException} when the snapshot is truncated, corrupt, or of
   * a format this version does not know; other {@link IOException}s are those of the stream.
   */
  public static RdbSummary read(InputStream in, RdbVisitor visitor) throws IOException {
    RdbInput input = new RdbInput(in);
    return new RdbReader(input, new DecodedKeys(input, visitor)).walk();
  }

  /** The same with values as they are written, of which only the frame is looked at. */
  public static RdbSummary readRaw(InputStream in, RawVisitor visitor) throws IOException {
    RdbInput input = new RdbInput(in);
    return new RdbReader(input, new RawKeys(input, visitor)).walk();
  }

  private RdbSummary walk() throws IOException {
    version = version();
    long expiry = RdbVisitor.NEVER;
    for (int opcode = in.unsigned(); opcode != 255; opcode = in.unsigned()) {
      switch (opcode) {
        case 254 -> database = database();
        case 253 -> expiry = in.littleEndian(4) * 1000;
        case 252 -> expiry = in.littleEndian(8);
        case 250 -> aux.put(text(in.string()), text(in.string()));
        case 251 -> lengths(2);
        case 249 -> in.unsigned();
        case 248 -> in.length();
        case 247 -> new ValueSkipper(in).skip(ValueReader.MODULE);
        case 246 -> throw RdbException.unsupported("Functions of a release candidate of Redis 7.0");
        case 245 -> {
          keys.function();
          functions++;
        }
        // Sizes of a cluster's slots.
        case 244 -> lengths(3);
        default -> {
          key(opcode, expiry);
          expiry = RdbVisitor.NEVER;
        }
      }
    }
    keysFollow();
    boolean checksummed = checksum();
    if (!in.atEnd()) {
      throw in.corrupt("Bytes after the end marker");
    }
    return new RdbSummary(version, aux, checksummed, functions, in.position(), largest);
  }

  private int version() throws IOException {
    String text = text(in.bytes(9));
    if (text.matches("VALKEY[0-9]{3}")) {
      throw RdbException.unsupported(
          "Snapshot format %s of Valkey 9; Redis formats up to %d can be read"
              .formatted(text.substring(6), NEWEST_VERSION));
    }
    if (!text.matches("REDIS[0-9]{4}")) {
      throw in.corrupt("Not a Redis snapshot: it does not begin with REDIS and a version");
    }
    int found = Integer.parseInt(text.substring(5));
    if (found < 1 || found > NEWEST_VERSION) {
      throw RdbException.unsupported(
          "Snapshot format %d; formats up to %d can be read".formatted(found, NEWEST_VERSION));
    }
    return found;
  }

  private int database() throws IOException {
    long number = in.length();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw in.corrupt("Database number " + number);
    }
    return (int) number;
  }

  private void lengths(int count) throws IOException {
    for (int n = 0; n < count; n++) {
      in.length();
    }
  }

  private void key(int type, long expiry) throws IOException {
    keysFollow();
    long begin = in.position();
    byte[] name = keys.key(type, database, expiry);
    long bytes = in.position() - begin - name.length;
    if (bytes > largest.bytes()) {
      String shown = text(name);
      largest =
          new LargestValue(
              database, shown.length() > SHOWN ? shown.substring(0, SHOWN) + "..." : shown, bytes);
    }
    if (in.position() - told >= TELL_EVERY) {
      told = in.position();
      keys.progress(told);
    }
  }

  private void keysFollow() {
    if (!inKeys) {
      inKeys = true;
      keys.header(version, Map.copyOf(aux));
    }
  }

  private boolean checksum() throws IOException {
    if (version < CHECKSUM_SINCE) {
      return false;
    }
    long expected = in.checksum();
    long written = in.littleEndian(8);
    if (written != 0 && written != expected) {
      throw in.corrupt("The checksum does not fit the content");
    }
    return written != 0;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
