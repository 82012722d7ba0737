package dev.rekindle.worker.redis.rdb;

import java.io.IOException;

/** Passes over one value of any type and encoding, as cheaply as its frame allows. */
final class ValueSkipper {

  private final RdbInput in;
  private boolean valkey;

  ValueSkipper(RdbInput in) {
    this.in = in;
  }

  /** Of which format they are; numbers of types mean other things in Valkey's own. */
  void format(int version) {
    valkey = version == RdbReader.VALKEY;
  }

  void skip(int type) throws IOException {
    switch (type) {
      case 0, 9, 10, 11, 12, 13, 16, 17, 20, 23 -> in.skipString();
      case 1, 2, 14 -> strings(in.length());
      case 4 -> strings(2 * in.length());
      case 3 -> textScores();
      case 5 -> scores();
      case 18 -> taggedNodes();
      case 15 -> stream(1);
      case 19 -> stream(2);
      case 21 -> stream(3);
      case 7 -> module();
      case ValueReader.EXPIRING_OF_VALKEY -> {
        if (valkey) {
          fieldsWithExpiry();
        } else {
          expiringFields();
        }
      }
      case 24 -> {
        in.skip(8);
        expiringFields();
      }
      case 25 -> {
        in.skip(8);
        in.skipString();
      }
      default -> throw in.corrupt("Unknown value type " + type);
    }
  }

  private void strings(long count) throws IOException {
    for (long n = 0; n < count; n++) {
      in.skipString();
    }
  }

  private void lengths(int count) throws IOException {
    for (int n = 0; n < count; n++) {
      in.length();
    }
  }

  private void textScores() throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      in.skipString();
      int length = in.unsigned();
      in.skip(length < 253 ? length : 0);
    }
  }

  private void scores() throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      in.skipString();
      in.skip(8);
    }
  }

  private void taggedNodes() throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      in.length();
      in.skipString();
    }
  }

  private void expiringFields() throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      in.length();
      strings(2);
    }
  }

  private void fieldsWithExpiry() throws IOException {
    long count = in.length();
    for (long n = 0; n < count; n++) {
      strings(2);
      in.skip(8);
    }
  }

  private void stream(int revision) throws IOException {
    strings(2 * in.length());
    lengths(revision >= 2 ? 8 : 3);
    long groups = in.length();
    for (long n = 0; n < groups; n++) {
      in.skipString();
      lengths(revision >= 2 ? 3 : 2);
      long pending = in.length();
      for (long m = 0; m < pending; m++) {
        in.skip(16 + 8);
        in.length();
      }
      long consumers = in.length();
      for (long m = 0; m < consumers; m++) {
        in.skipString();
        in.skip(revision >= 3 ? 16 : 8);
        in.skip(16 * in.length());
      }
    }
  }

  private void module() throws IOException {
    in.length();
    for (long opcode = in.length(); opcode != ValueReader.MODULE_END; opcode = in.length()) {
      switch ((int) opcode) {
        case 1, 2 -> in.length();
        case 3 -> in.skip(4);
        case 4 -> in.skip(8);
        case 5 -> in.skipString();
        default -> throw in.corrupt("Unknown module opcode " + opcode);
      }
    }
  }
}
