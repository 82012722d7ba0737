package dev.rekindle.worker.redis.rdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads one value of any type and encoding (rdb.h, rdb.c of Redis up to 8.4). */
final class ValueReader {

  private static final byte[] NOTHING = {};
  private static final int PLAIN_NODE = 1;

  /** Type of a value of a module, and the opcode that ends it. */
  static final int MODULE = 7;

  static final int MODULE_END = 0;

  /** Hash with expiring fields in Valkey 9; the last of its types. */
  static final int EXPIRING_OF_VALKEY = 22;

  private final RdbInput in;
  private boolean valkey;

  ValueReader(RdbInput in) {
    this.in = in;
  }

  /** Of which format they are; numbers of types mean other things in Valkey's own. */
  void format(int version) {
    valkey = version == RdbReader.VALKEY;
  }

  /** What the type byte stands for; {@link RdbException} when it is none of the known ones. */
  ValueKind kind(int type) throws RdbException {
    if (valkey && type > EXPIRING_OF_VALKEY) {
      throw in.corrupt("Unknown value type " + type);
    }
    return switch (type) {
      case 0 -> ValueKind.STRING;
      case 1, 10, 14, 18 -> ValueKind.LIST;
      case 2, 11, 20 -> ValueKind.SET;
      case 3, 5, 12, 17 -> ValueKind.SORTED_SET;
      case 4, 9, 13, 16, 22, 23, 24, 25 -> ValueKind.HASH;
      case 15, 19, 21 -> ValueKind.STREAM;
      case MODULE -> ValueKind.MODULE;
      default -> throw in.corrupt("Unknown value type " + type);
    };
  }

  void read(int type, ValueSink sink) throws IOException {
    try {
      value(type, sink);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw in.corrupt("A damaged value of type " + type);
    }
    sink.end();
  }

  private void value(int type, ValueSink sink) throws IOException {
    switch (type) {
      case 0 -> in.string(sink);
      case 1, 2 -> elements(sink);
      case 3 -> scores(sink, true);
      case 5 -> scores(sink, false);
      case 4 -> fields(sink);
      case 9 -> pairs(Packed.zipmap(in.string()), sink);
      case 10 -> singles(Packed.ziplist(in.string()), sink);
      case 11 -> singles(Packed.intset(in.string()), sink);
      case 12 -> scored(Packed.ziplist(in.string()), sink);
      case 13 -> pairs(Packed.ziplist(in.string()), sink);
      case 14 -> nodes(sink);
      case 16 -> pairs(Packed.listpack(in.string()), sink);
      case 17 -> scored(Packed.listpack(in.string()), sink);
      case 18 -> taggedNodes(sink);
      case 20 -> singles(Packed.listpack(in.string()), sink);
      case 15 -> new StreamValue(in, 1, sink).read();
      case 19 -> new StreamValue(in, 2, sink).read();
      case 21 -> new StreamValue(in, 3, sink).read();
      case EXPIRING_OF_VALKEY -> {
        if (valkey) {
          expiringOfValkey(sink);
        } else {
          expiring(sink, false);
        }
      }
      case 24 -> expiring(sink, true);
      case 23 -> triples(Packed.listpack(in.string()), sink);
      case 25 -> {
        in.littleEndian(8);
        triples(Packed.listpack(in.string()), sink);
      }
      case MODULE -> module(sink);
      default -> throw in.corrupt("Unknown value type " + type);
    }
  }

  private void elements(ValueSink sink) throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      sink.element(in.string(), NOTHING);
    }
  }

  private void fields(ValueSink sink) throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      sink.element(in.string(), in.string());
    }
  }

  private void scores(ValueSink sink, boolean text) throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      byte[] member = in.string();
      double score = text ? textScore() : Double.longBitsToDouble(in.littleEndian(8));
      sink.element(member, bits(score));
    }
  }

  private double textScore() throws IOException {
    int length = in.unsigned();
    return switch (length) {
      case 253 -> Double.NaN;
      case 254 -> Double.POSITIVE_INFINITY;
      case 255 -> Double.NEGATIVE_INFINITY;
      default -> number(in.bytes(length));
    };
  }

  private void nodes(ValueSink sink) throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      singles(Packed.ziplist(in.string()), sink);
    }
  }

  private void taggedNodes(ValueSink sink) throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      if (in.length() == PLAIN_NODE) {
        sink.element(in.string(), NOTHING);
      } else {
        singles(Packed.listpack(in.string()), sink);
      }
    }
  }

  /**
   * Expiries are told from the earliest on, with 0 for none; in a release candidate as they are.
   */
  private void expiring(ValueSink sink, boolean relative) throws IOException {
    long earliest = relative ? in.littleEndian(8) : 1;
    long count = in.length();
    for (long n = 0; n < count; n++) {
      long told = in.length();
      field(sink, in.string(), in.string(), told == 0 ? 0 : told + earliest - 1);
    }
  }

  /** Each field is followed by its expiry, -1 for none (rdb.c of Valkey 9). */
  private void expiringOfValkey(ValueSink sink) throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      byte[] field = in.string();
      byte[] value = in.string();
      field(sink, field, value, Math.max(0, in.littleEndian(8)));
    }
  }

  private static void triples(Listpack pack, ValueSink sink) {
    while (pack.hasNext()) {
      byte[] field = pack.next();
      byte[] value = pack.next();
      field(sink, field, value, pack.nextNumber());
    }
  }

  private static void field(ValueSink sink, byte[] field, byte[] value, long expiry) {
    if (expiry == 0) {
      sink.element(field, value);
    } else {
      sink.expiringField(field, value, expiry);
    }
  }

  private static void singles(Packed pack, ValueSink sink) {
    while (pack.hasNext()) {
      sink.element(pack.next(), NOTHING);
    }
  }

  private static void pairs(Packed pack, ValueSink sink) {
    while (pack.hasNext()) {
      byte[] field = pack.next();
      sink.element(field, pack.next());
    }
  }

  private static void scored(Packed pack, ValueSink sink) {
    while (pack.hasNext()) {
      byte[] member = pack.next();
      sink.element(member, bits(number(pack.next())));
    }
  }

  /**
   * Module values tell the type of each part, so that a server without the module can skip them.
   */
  private void module(ValueSink sink) throws IOException {
    sink.element(ByteBuffer.allocate(8).putLong(in.length()).array(), NOTHING);
    for (long opcode = in.length(); opcode != MODULE_END; opcode = in.length()) {
      byte[] part =
          switch ((int) opcode) {
            case 1, 2 -> ByteBuffer.allocate(8).putLong(in.length()).array();
            case 3 -> in.bytes(4);
            case 4 -> in.bytes(8);
            case 5 -> in.string();
            default -> throw in.corrupt("Unknown module opcode " + opcode);
          };
      sink.element(part, NOTHING);
    }
  }

  private static double number(byte[] text) {
    String score = new String(text, StandardCharsets.US_ASCII);
    return switch (score) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "-nan" -> Double.NaN;
      default -> Double.parseDouble(score);
    };
  }

  private static byte[] bits(double score) {
    // Adding zero makes the two zeros one: servers write -0 and 0 for it in different encodings.
    return ByteBuffer.allocate(8).putLong(Double.doubleToLongBits(score + 0.0)).array();
  }
}
