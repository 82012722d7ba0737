package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.redis.rdb.ValueKind;
import dev.rekindle.worker.redis.rdb.ValueSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * Hashes one key after the other: SHA-256 over name, type, expiry and value, of which 128 bits are
 * kept. Elements without an order are hashed one by one and added up modulo 2^128, so that neither
 * encoding nor insertion order matters and nothing needs sorting.
 */
final class KeyHash implements ValueSink {

  /** Is told the hash of a finished key. */
  interface Finished {
    void key(long high, long low);
  }

  private final MessageDigest whole = sha256();
  private final MessageDigest element = sha256();
  private final ByteBuffer scratch = ByteBuffer.allocate(32);
  private final Finished finished;
  private boolean ordered;
  private long sumHigh;
  private long sumLow;
  private long elements;
  private long expired;
  private long moment;
  private long bytes;
  private long nextExpiry = Long.MAX_VALUE;

  KeyHash(Finished finished) {
    this.finished = finished;
  }

  /** Fields of hashes that expire at or before this moment do not count. */
  void asOf(Instant at) {
    moment = at.toEpochMilli();
  }

  /** The first expiry of a field that counts, in milliseconds since 1970. */
  long nextExpiry() {
    return nextExpiry;
  }

  /** How large name and value of the key are. */
  long bytes() {
    return bytes;
  }

  /** Whether the finished key had fields, and all of them have expired. */
  boolean gone() {
    return expired > 0 && elements == 0;
  }

  ValueSink begin(byte[] name, ValueKind kind, long expiry) {
    ordered = kind == ValueKind.LIST || kind == ValueKind.MODULE;
    sumHigh = 0;
    sumLow = 0;
    elements = 0;
    expired = 0;
    bytes = 0;
    put(whole, name);
    put(whole, kind.name().getBytes(StandardCharsets.US_ASCII));
    whole.update(scratch.clear().putLong(expiry).flip());
    return this;
  }

  @Override
  public void chunk(byte[] text, int from, int count) {
    bytes += count;
    whole.update(text, from, count);
  }

  @Override
  public void element(byte[] first, byte[] second) {
    elements++;
    MessageDigest into = ordered ? whole : element;
    put(into, first);
    put(into, second);
    if (!ordered) {
      ByteBuffer hash = ByteBuffer.wrap(element.digest());
      add(hash.getLong(0), hash.getLong(8));
    }
  }

  @Override
  public void expiringField(byte[] field, byte[] value, long expiry) {
    if (expiry <= moment) {
      expired++;
      return;
    }
    nextExpiry = Math.min(nextExpiry, expiry);
    element.update(scratch.clear().putLong(expiry).flip());
    element(field, value);
  }

  @Override
  public void end() {
    whole.update(scratch.clear().putLong(elements).putLong(sumHigh).putLong(sumLow).flip());
    ByteBuffer hash = ByteBuffer.wrap(whole.digest());
    finished.key(hash.getLong(0), hash.getLong(8));
  }

  private void add(long high, long low) {
    long sum = sumLow + low;
    sumHigh += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    sumLow = sum;
  }

  private void put(MessageDigest digest, byte[] text) {
    bytes += text.length;
    digest.update(scratch.clear().putInt(text.length).flip());
    digest.update(text);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
