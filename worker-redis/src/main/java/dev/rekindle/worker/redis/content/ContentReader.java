package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.rdb.RdbSummary;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.rdb.ValueKind;
import dev.rekindle.worker.redis.rdb.ValueSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Reads a snapshot into a {@link Fingerprint}. One instance reads one snapshot. */
public final class ContentReader implements RdbVisitor {

  /** Chooses the moment of the comparison when the header is read. */
  public interface Moment extends Function<Optional<Instant>, Instant> {}

  private final ComparisonRules rules;
  private final Moment moment;
  private final LongConsumer progress;
  private final KeyHash hash = new KeyHash(this::finished);
  private final SortedMap<Integer, Tally> tallies = new TreeMap<>();
  private final Buckets buckets = new Buckets();
  private Instant at = Instant.EPOCH;
  private long nextExpiry = Long.MAX_VALUE;
  private Tally current = new Tally();
  private int database;
  private int bucket;
  private boolean counts;

  private ContentReader(ComparisonRules rules, Moment moment, LongConsumer progress) {
    this.rules = rules;
    this.moment = moment;
    this.progress = progress;
  }

  /**
   * Reads a snapshot as it is at a moment.
   *
   * @param progress is told the bytes read
   */
  public static Fingerprint at(
      Instant at, InputStream in, ComparisonRules rules, LongConsumer progress) throws IOException {
    return new ContentReader(rules, captured -> at, progress).read(in);
  }

  /**
   * Reads a snapshot as it was one second after its capture time, which is told in whole seconds:
   * any key that expires later was in it for certain.
   */
  public static Fingerprint asCaptured(InputStream in, ComparisonRules rules, LongConsumer progress)
      throws IOException {
    return asCaptured(in, rules, progress, moment -> {});
  }

  /**
   * The same.
   *
   * @param told the moment, when the header is read
   */
  public static Fingerprint asCaptured(
      InputStream in, ComparisonRules rules, LongConsumer progress, Consumer<Instant> told)
      throws IOException {
    Moment captured =
        time -> {
          Instant moment = time.orElse(Instant.EPOCH).plusSeconds(1);
          told.accept(moment);
          return moment;
        };
    return new ContentReader(rules, captured, progress).read(in);
  }

  private Fingerprint read(InputStream in) throws IOException {
    RdbSummary summary = RdbReader.read(in, this);
    SortedMap<Integer, DatabaseContent> databases = new TreeMap<>();
    tallies.forEach((number, tally) -> databases.put(number, tally.content(number)));
    Instant next = Instant.ofEpochMilli(Math.min(nextExpiry, hash.nextExpiry()));
    return new Fingerprint(summary, at, databases, buckets, next);
  }

  @Override
  public void header(int version, Map<String, String> aux) {
    at = moment.apply(RdbSummary.capturedAt(aux));
    hash.asOf(at);
  }

  @Override
  public ValueSink key(int number, byte[] key, ValueKind kind, long expiry) {
    if (number != database || tallies.isEmpty()) {
      database = number;
      current = tallies.computeIfAbsent(number, n -> new Tally());
    }
    Optional<byte[]> name = rules.countedAs(number, key);
    boolean expired = expiry != NEVER && expiry <= at.toEpochMilli();
    counts = name.isPresent() && !expired;
    if (name.isEmpty()) {
      current.leftOut++;
    } else if (expired) {
      current.expired++;
    } else if (expiry != NEVER) {
      current.expiring++;
      nextExpiry = Math.min(nextExpiry, expiry);
    }
    bucket = Buckets.of(name.orElse(key));
    return hash.begin(name.orElse(key), kind, expiry);
  }

  @Override
  public void progress(long bytes) {
    progress.accept(bytes);
  }

  private void finished(long high, long low) {
    if (counts && hash.gone()) {
      current.expired++;
    } else if (counts) {
      current.add(high, low);
      buckets.add(database, bucket, high, low);
    }
  }
}
