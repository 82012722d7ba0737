package dev.rekindle.worker.redis.bench;

import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.rdb.ValueKind;
import dev.rekindle.worker.redis.rdb.ValueSink;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same data as ordinary commands in the form {@code redis-cli --pipe} reads: one a key. */
final class Commands implements RdbVisitor, ValueSink {

  private final OutputStream out;
  private final List<byte[]> words = new ArrayList<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private byte[] key = {};
  private long expiry;
  private ValueKind kind = ValueKind.STRING;

  private Commands(OutputStream out) {
    this.out = out;
  }

  static Path write(Path rdb, Path to) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(rdb));
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 20)) {
      RdbReader.read(in, new Commands(out));
    }
    return to;
  }

  @Override
  public ValueSink key(int database, byte[] name, ValueKind type, long until) {
    key = name;
    kind = type;
    expiry = until;
    words.clear();
    text.reset();
    return this;
  }

  @Override
  public void chunk(byte[] bytes, int from, int count) {
    text.write(bytes, from, count);
  }

  @Override
  public void element(byte[] first, byte[] second) {
    switch (kind) {
      case HASH -> words.addAll(List.of(first.clone(), second.clone()));
      case SORTED_SET -> {
        double score = ByteBuffer.wrap(second).getDouble();
        words.add(ascii(Double.toString(score)));
        words.add(first.clone());
      }
      case STRING, LIST, SET, STREAM, MODULE -> words.add(first.clone());
    }
  }

  @Override
  public void expiringField(byte[] field, byte[] value, long until) {
    throw new IllegalStateException("The data set has none");
  }

  @Override
  public void end() {
    String name =
        switch (kind) {
          case STRING -> "SET";
          case LIST -> "RPUSH";
          case SET -> "SADD";
          case HASH -> "HSET";
          case SORTED_SET -> "ZADD";
          case STREAM, MODULE -> throw new IllegalStateException("The data set has none");
        };
    if (kind == ValueKind.STRING) {
      words.add(text.toByteArray());
    }
    words.add(0, key);
    words.add(0, ascii(name));
    command(words);
    if (expiry != NEVER) {
      command(List.of(ascii("PEXPIREAT"), key, ascii(Long.toString(expiry))));
    }
  }

  private void command(List<byte[]> parts) {
    try {
      out.write(ascii("*" + parts.size() + "\r\n"));
      for (byte[] part : parts) {
        out.write(ascii("$" + part.length + "\r\n"));
        out.write(part);
        out.write('\r');
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
