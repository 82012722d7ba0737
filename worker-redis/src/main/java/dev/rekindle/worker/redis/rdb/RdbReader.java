package dev.rekindle.worker.redis.rdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Walks a snapshot from its magic to its checksum, as strictly as {@code redis-check-rdb}: every
 * value is taken apart. Memory: the largest packed node, compressed string or collection element,
 * whatever the number of keys.
 */
public final class RdbReader {

  /** The newest format this reader knows, that of Redis 7.2. */
  public static final int NEWEST_VERSION = 11;

  private static final int CHECKSUM_SINCE = 5;
  private static final long TELL_EVERY = 1 << 20;
  private static final ValueSink NOWHERE = new Nowhere();

  private final RdbInput in;
  private final ValueReader values;
  private final RdbVisitor visitor;
  private final Map<String, String> aux = new HashMap<>();
  private int database;
  private int functions;
  private int version;
  private boolean inKeys;
  private long told;

  private RdbReader(InputStream in, RdbVisitor visitor) {
    this.in = new RdbInput(in);
    this.values = new ValueReader(this.in);
    this.visitor = visitor;
  }

  /**
   * Reads the stream to its end and tells the visitor. {@link RdbException} when the snapshot is
   * truncated, corrupt, or of a format this version does not know; other {@link IOException}s are
   * those of the stream.
   */
  public static RdbSummary read(InputStream in, RdbVisitor visitor) throws IOException {
    return new RdbReader(in, visitor).walk();
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
        case 251 -> {
          in.length();
          in.length();
        }
        case 249 -> in.unsigned();
        case 248 -> in.length();
        case 247 -> values.module(NOWHERE);
        case 246 -> throw RdbException.unsupported("Functions of a release candidate of Redis 7.0");
        case 245 -> {
          in.string(NOWHERE);
          functions++;
        }
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
    return new RdbSummary(version, aux, checksummed, functions, in.position());
  }

  private int version() throws IOException {
    byte[] magic = in.bytes(9);
    String text = text(magic);
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

  private void key(int type, long expiry) throws IOException {
    ValueKind kind = values.kind(type);
    keysFollow();
    byte[] key = in.string();
    values.read(type, visitor.key(database, key, kind, expiry));
    if (in.position() - told >= TELL_EVERY) {
      told = in.position();
      visitor.progress(told);
    }
  }

  private void keysFollow() {
    if (!inKeys) {
      inKeys = true;
      visitor.header(version, Map.copyOf(aux));
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

  private static final class Nowhere implements ValueSink {
    @Override
    public void chunk(byte[] bytes, int from, int count) {}

    @Override
    public void element(byte[] first, byte[] second) {}

    @Override
    public void end() {}
  }
}
