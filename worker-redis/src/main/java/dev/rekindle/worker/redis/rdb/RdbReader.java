package dev.rekindle.worker.redis.rdb;

import java.io.ByteArrayInputStream;
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

  /** The newest format of Redis this reader knows, that of 7.4 to 8.4. */
  private static final int NEWEST_OF_REDIS = 12;

  /** The one of Valkey 9, which is written with a magic of its own. */
  static final int VALKEY = 80;

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

  /** Whether snapshots of a format can be read. */
  public static boolean knows(int format) {
    return (format >= 1 && format <= NEWEST_OF_REDIS) || format == VALKEY;
  }

  /** The same with values as they are written, of which only the frame is looked at. */
  public static RdbSummary readRaw(InputStream in, RawVisitor visitor) throws IOException {
    RdbInput input = new RdbInput(in);
    return new RdbReader(input, new RawKeys(input, visitor)).walk();
  }

  /**
   * Takes apart what DUMP answered: type, value, version and checksum. {@link RdbException} when it
   * is damaged or of a format this reader does not know.
   */
  public static void dumped(byte[] payload, DumpVisitor visitor) throws IOException {
    int end = payload.length - RawValue.FOOTER;
    if (end < 1) {
      throw RdbException.corrupt("An answer to DUMP that is too short", payload.length);
    }
    int format = (payload[end] & 0xff) | (payload[end + 1] & 0xff) << 8;
    if (!knows(format)) {
      throw RdbException.unsupported("Format %d in an answer to DUMP".formatted(format));
    }
    RdbInput input = new RdbInput(new ByteArrayInputStream(payload, 1, end - 1));
    ValueReader values = new ValueReader(input);
    values.format(format);
    int type = payload[0] & 0xff;
    values.read(type, visitor.value(values.kind(type)));
    if (!input.atEnd()) {
      throw input.corrupt("Bytes after a value");
    }
  }

  /** Is told the type of a value that a server dumped, and says who takes it. */
  public interface DumpVisitor {
    ValueSink value(ValueKind kind);
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
    boolean valkey = text.matches("VALKEY[0-9]{3}");
    if (!valkey && !text.matches("REDIS[0-9]{4}")) {
      throw in.corrupt("Not a Redis snapshot: it does not begin with REDIS and a version");
    }
    int found = Integer.parseInt(text.substring(valkey ? 6 : 5));
    if (!knows(found) || valkey != (found == VALKEY)) {
      throw RdbException.unsupported(
          "Snapshot format %d of %s; those of Redis up to %d and %d of Valkey can be read"
              .formatted(found, valkey ? "Valkey" : "Redis", NEWEST_OF_REDIS, VALKEY));
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
