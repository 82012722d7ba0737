package dev.rekindle.worker.redis.rdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a stream. Told as elements: each entry, the last identifier, and for each group itself, its
 * pending entries and its consumers. What differs between server versions without a client's doing
 * is left out: how entries lie in nodes, when a consumer was last seen, counters of entries added
 * and read (rdb.c, t_stream.c).
 */
final class StreamValue {

  private static final int DELETED = 1;
  private static final int SAME_FIELDS = 2;
  private static final byte[] NOTHING = {};

  private final RdbInput in;
  private final int revision;
  private final ValueSink sink;

  /** Revision 1 is written by Redis 5 to 6.2, 2 by 7.0, 3 by 7.2. */
  StreamValue(RdbInput in, int revision, ValueSink sink) {
    this.in = in;
    this.revision = revision;
    this.sink = sink;
  }

  void read() throws IOException {
    long nodes = in.length();
    for (long n = 0; n < nodes; n++) {
      byte[] master = in.string();
      if (master.length != 16) {
        throw in.corrupt("A stream node whose identifier has " + master.length + " bytes");
      }
      node(ByteBuffer.wrap(master), Packed.listpack(in.string()));
    }
    in.length();
    sink.element(tag("last"), identifier(in.length(), in.length()));
    if (revision >= 2) {
      for (int n = 0; n < 5; n++) {
        in.length();
      }
    }
    long groups = in.length();
    for (long n = 0; n < groups; n++) {
      group();
    }
  }

  private void node(ByteBuffer master, Listpack pack) {
    long ms = master.getLong(0);
    long seq = master.getLong(8);
    long entries = pack.nextNumber() + pack.nextNumber();
    long fields = pack.nextNumber();
    List<byte[]> names = new ArrayList<>();
    for (long n = 0; n < fields; n++) {
      names.add(pack.next());
    }
    pack.next();
    for (long n = 0; n < entries; n++) {
      entry(ms, seq, names, pack);
    }
    if (pack.hasNext()) {
      throw new IllegalArgumentException("A stream node with more entries than it counts");
    }
  }

  private void entry(long ms, long seq, List<byte[]> names, Listpack pack) {
    long flags = pack.nextNumber();
    byte[] id = identifier(ms + pack.nextNumber(), seq + pack.nextNumber());
    boolean same = (flags & SAME_FIELDS) != 0;
    long fields = same ? names.size() : pack.nextNumber();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int n = 0; n < fields; n++) {
      put(content, same ? names.get(n) : pack.next());
      put(content, pack.next());
    }
    pack.next();
    if ((flags & DELETED) == 0) {
      sink.element(tag("entry", id), content.toByteArray());
    }
  }

  private void group() throws IOException {
    byte[] name = in.string();
    sink.element(tag("group", name), identifier(in.length(), in.length()));
    if (revision >= 2) {
      in.length();
    }
    long pending = in.length();
    for (long n = 0; n < pending; n++) {
      byte[] id = in.bytes(16);
      long delivered = in.littleEndian(8);
      sink.element(tag("pending", name, id), identifier(delivered, in.length()));
    }
    long consumers = in.length();
    for (long n = 0; n < consumers; n++) {
      byte[] consumer = in.string();
      in.littleEndian(8);
      if (revision >= 3) {
        in.littleEndian(8);
      }
      sink.element(tag("consumer", name, consumer), NOTHING);
      long held = in.length();
      for (long m = 0; m < held; m++) {
        sink.element(tag("holds", name, consumer, in.bytes(16)), NOTHING);
      }
    }
  }

  private static byte[] identifier(long first, long second) {
    return ByteBuffer.allocate(16).putLong(first).putLong(second).array();
  }

  private static byte[] tag(String what, byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, what.getBytes(StandardCharsets.US_ASCII));
    for (byte[] part : parts) {
      put(out, part);
    }
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, byte[] text) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(text.length).array());
    out.writeBytes(text);
  }
}
