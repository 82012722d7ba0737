package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.redis.content.Asking.Asked;
import dev.rekindle.worker.redis.content.Expiring.Soon;
import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.rdb.ValueKind;
import dev.rekindle.worker.redis.rdb.ValueSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * A sample of a snapshot's keys by chance, with the count of all of them: what {@link
 * SampledComparison} asks a server for. Memory: the names of the sample and of the keys that expire
 * soon, some megabytes, whatever the size of the snapshot.
 */
public final class Sample {

  /**
   * About so many keys are in a sample; of a snapshot with fewer than double that, all are read.
   */
  static final int KEYS = 10_000;

  /** Larger values are only counted: a server answers with a value whole. */
  private static final long LARGEST = 16 << 20;

  /** What expires within this time is looked at as if it might be gone; far longer than a load. */
  private static final long AHEAD = 3_600_000;

  private static final int REMEMBERED = 50_000;

  private final SortedMap<Integer, Part> parts = new TreeMap<>();
  private final long horizon;
  private boolean enough = true;

  /** What is known of one database. */
  static final class Part {
    final List<Asked> asked = new ArrayList<>();
    final List<Soon> soon = new ArrayList<>();
    final List<byte[]> leftOut = new ArrayList<>();
    long keys;
    long large;
  }

  private Sample(long horizon) {
    this.horizon = horizon;
  }

  /** Whether a snapshot has so many keys that a sample is worth it. */
  static boolean decides(long keys) {
    return keys >= 2 * KEYS;
  }

  /**
   * Reads a snapshot to its end. Empty when a sample could not decide: too many of its keys expire
   * within the hour, have expired or do not count, or fields of its hashes expire.
   *
   * @param keys how many it has
   */
  static Optional<Sample> of(
      InputStream in,
      ComparisonRules rules,
      long keys,
      RandomGenerator chance,
      LongConsumer progress)
      throws IOException {
    Sample sample = new Sample(System.currentTimeMillis() + AHEAD);
    RdbReader.read(in, sample.new Reading(rules, chosen(keys, chance), progress));
    return sample.enough ? Optional.of(sample) : Optional.empty();
  }

  /** The parts of each database (see {@link Buckets}) that hold about {@link #KEYS} keys. */
  private static BitSet chosen(long keys, RandomGenerator chance) {
    long wanted = Math.ceilDiv((long) KEYS * Buckets.COUNT, keys);
    BitSet chosen = new BitSet(Buckets.COUNT);
    while (chosen.cardinality() < wanted) {
      chosen.set(chance.nextInt(Buckets.COUNT));
    }
    return chosen;
  }

  SortedMap<Integer, Part> parts() {
    return parts;
  }

  /** Every key that expires before this moment, in milliseconds since 1970, is known. */
  long horizon() {
    return horizon;
  }

  /** Chooses while it reads. Values outside of the sample are passed over. */
  private final class Reading implements RdbVisitor {
    private final ComparisonRules rules;
    private final BitSet chosen;
    private final LongConsumer progress;
    private final KeyHash hash = new KeyHash(this::finished);
    private final Passing passing = new Passing();
    private Part part = new Part();
    private byte[] name = {};
    private long expires;

    Reading(ComparisonRules rules, BitSet chosen, LongConsumer progress) {
      this.rules = rules;
      this.chosen = chosen;
      this.progress = progress;
    }

    @Override
    public ValueSink key(int database, byte[] key, ValueKind kind, long expiry) {
      Optional<byte[]> counted = rules.countedAs(database, key);
      part = parts.computeIfAbsent(database, number -> new Part());
      if (counted.isEmpty()) {
        part.leftOut.add(key);
        enough &= part.leftOut.size() <= REMEMBERED;
        return passing;
      }
      part.keys++;
      name = counted.get();
      expires = expiry;
      if (expiry != NEVER && expiry < horizon) {
        part.soon.add(new Soon(name, expiry));
        enough &= part.soon.size() <= REMEMBERED;
      }
      return chosen.get(Buckets.of(name)) ? hash.begin(name, kind, expiry) : passing;
    }

    private void finished(long high, long low) {
      if (hash.bytes() > LARGEST) {
        part.large++;
      } else {
        part.asked.add(new Asked(name, expires, high, low, hash.gone(), hash.bytes()));
      }
      enough &= hash.nextExpiry() == Long.MAX_VALUE;
    }

    @Override
    public void progress(long bytes) {
      progress.accept(bytes);
    }
  }

  /** Fields that expire could take their key with them: then every key has to be looked at. */
  private final class Passing implements ValueSink {
    @Override
    public void chunk(byte[] bytes, int from, int count) {}

    @Override
    public void element(byte[] first, byte[] second) {}

    @Override
    public void expiringField(byte[] field, byte[] value, long expiry) {
      enough = false;
    }

    @Override
    public void end() {}
  }
}
