package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.rdb.RawValue;
import dev.rekindle.worker.redis.rdb.RawVisitor;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * The keys of one database that expire while it is counted. A server forgets an expired key when it
 * is asked for it, so those that were asked for before their time are asked once more.
 */
final class Expiring implements RawVisitor {

  private static final int BATCH = 1_000;
  private static final int REMEMBERED = 50_000;
  private static final long AHEAD = 60_000;

  /** A key is there until the millisecond of its expiry is over. */
  private static final long OVER = 2;

  @SuppressWarnings("ArrayRecordComponent")
  record Soon(byte[] key, long expiry) {}

  private final RedisServer redis;
  private final ComparisonRules rules;
  private final int database;
  private final long began;
  private final Attempt attempt;
  private final long now;

  /** The latest first, to let go of those when there are too many. */
  private final PriorityQueue<Soon> read =
      new PriorityQueue<>(Comparator.comparingLong(Soon::expiry).reversed());

  private final PriorityQueue<Soon> soon =
      new PriorityQueue<>(Comparator.comparingLong(Soon::expiry));
  private long horizon;
  private long removed;

  Expiring(RedisServer redis, ComparisonRules rules, int database, long began, Attempt attempt) {
    this.redis = redis;
    this.rules = rules;
    this.database = database;
    this.began = began;
    this.attempt = attempt;
    this.now = redis.time().toEpochMilli();
    this.horizon = now + AHEAD;
  }

  /** Of a database whose keys that expire before the horizon, or have expired, are all known. */
  static Expiring known(
      RedisServer redis,
      ComparisonRules rules,
      int database,
      List<Soon> keys,
      long horizon,
      Attempt attempt) {
    Expiring expiring = new Expiring(redis, rules, database, 0, attempt);
    expiring.soon.addAll(keys);
    expiring.horizon = horizon;
    return expiring;
  }

  @Override
  public void key(int number, byte[] key, long expiry, RawValue value) {
    if (number != database
        || expiry == RdbVisitor.NEVER
        || expiry >= horizon
        || rules.countedAs(number, key).isEmpty()) {
      return;
    }
    if (expiry < began - AHEAD) {
      // It was gone before it was asked for the first time.
      removed++;
      return;
    }
    read.add(new Soon(key, expiry));
    if (read.size() > REMEMBERED) {
      horizon = read.remove().expiry();
    }
  }

  /** Whether it is known of all keys that expire until then. */
  boolean reaches(Instant moment) {
    return moment.toEpochMilli() < horizon;
  }

  /** When the next one expires; empty for none that is known of. */
  OptionalLong next() {
    Soon first = soon.peek();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.expiry());
  }

  /** Has the server forget those that have expired at a moment. */
  void remove(Instant moment) {
    soon.addAll(read);
    read.clear();
    attempt.throwIfCancelled();
    List<List<byte[]>> batch = new ArrayList<>();
    long past = moment.toEpochMilli() - OVER;
    for (Soon first = soon.peek(); first != null && first.expiry() < past; first = soon.peek()) {
      batch.add(exists(soon.remove().key()));
      removed++;
      if (batch.size() == BATCH) {
        redis.askAll(batch);
        batch.clear();
      }
    }
    redis.askAll(batch);
  }

  /** How many of the snapshot's keys had expired at the moment told last. */
  long removed() {
    return removed;
  }

  static List<byte[]> exists(byte[] key) {
    return List.of("EXISTS".getBytes(StandardCharsets.US_ASCII), key);
  }

  @Override
  public void function(byte[] code) {}
}
