package dev.rekindle.worker.redis.wire;

import dev.rekindle.worker.redis.rdb.RawValue;
import dev.rekindle.worker.redis.rdb.RawVisitor;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Divides a snapshot into batches. Where one ends depends on what is in the snapshot alone, so that
 * a batch can be known again by its number. A string without expiry goes as a pair of MSET, which
 * costs the server a third of what RESTORE does; everything else goes to RESTORE as it is written.
 */
final class BatchMaker implements RawVisitor {

  /** Takes batches in their order. */
  interface Taker {
    void take(Batch batch) throws IOException;
  }

  /** What Rekindle itself keeps on a server; an old fence must not lower a newer one. */
  private static final List<byte[]> OWN =
      List.of(ascii("rekindle:fence"), ascii("rekindle:wire:"), ascii("rekindle:sentinel:"));

  private static final byte[] REPLACE = ascii("REPLACE");
  private static final byte[] ABSOLUTE = ascii("ABSTTL");
  private static final byte[] RESTORE = ascii("RESTORE");
  private static final byte[] ZERO = ascii("0");

  private final Batch.Division division;
  private final Taker taker;
  private final LongConsumer meter;
  private RespBuffer content = new RespBuffer();
  private final RespBuffer texts = new RespBuffer();
  private int textKeys;
  private int commands;
  private int database;
  private long keys;
  private long sourceBytes;
  private long number = 1;

  BatchMaker(Batch.Division division, boolean emptyFunctions, Taker taker, LongConsumer meter) {
    this.division = division;
    this.taker = taker;
    this.meter = meter;
    if (emptyFunctions) {
      content.command("FUNCTION", "FLUSH");
      commands++;
    }
  }

  @Override
  public void key(int in, byte[] key, long expiry, RawValue value) throws IOException {
    if (in != database) {
      close();
      database = in;
    }
    keys++;
    sourceBytes += key.length + value.body().length;
    if (!own(key)) {
      add(key, expiry, value);
    }
    if (sourceBytes >= division.bytes() || keys >= division.keys()) {
      close();
    }
  }

  private void add(byte[] key, long expiry, RawValue value) {
    Optional<byte[]> text = expiry == RdbVisitor.NEVER ? value.text() : Optional.empty();
    if (text.isPresent()) {
      texts.word(key).word(text.get());
      textKeys++;
      return;
    }
    boolean never = expiry == RdbVisitor.NEVER;
    content.words(never ? 5 : 6).word(RESTORE).word(key);
    content.word(never ? ZERO : ascii(Long.toString(expiry)));
    content.word(value.head(), value.body(), value.foot());
    content.word(REPLACE);
    if (!never) {
      content.word(ABSOLUTE);
    }
    commands++;
  }

  @Override
  public void function(byte[] code) {
    content.words(4).word("FUNCTION").word("LOAD").word("REPLACE").word(code);
    commands++;
  }

  @Override
  public void progress(long bytes) {
    meter.accept(bytes);
  }

  /** Ends the last batch. */
  void close() throws IOException {
    if (textKeys > 0) {
      content.words(1 + 2 * textKeys).word("MSET").append(texts);
      commands++;
    }
    if (commands > 0 || keys > 0) {
      taker.take(new Batch(number++, database, keys, commands, content));
    }
    content = new RespBuffer();
    texts.clear();
    textKeys = 0;
    commands = 0;
    keys = 0;
    sourceBytes = 0;
  }

  /** Whether a key is Rekindle's own and stays behind. */
  static boolean own(byte[] key) {
    return OWN.stream().anyMatch(own -> begins(key, own));
  }

  private static boolean begins(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
