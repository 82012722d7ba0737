package dev.rekindle.worker.redis.content;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.rdb.ValueKind;
import dev.rekindle.worker.redis.rdb.ValueSink;
import dev.rekindle.worker.redis.server.RedisServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/**
 * Compares a server with a snapshot by asking for each key of the snapshot (DUMP and PTTL), for
 * servers that send nobody a snapshot of their own (SYNC), as managed ones do. With as many keys as
 * the snapshot and each of them equal there can be no other. Memory: some hundred keys.
 */
public final class KeyByKey implements RdbVisitor {

  /**
   * How it ended.
   *
   * @param databases what the server holds of the snapshot, with the same digests as a comparison
   *     of two snapshots has
   * @param differences the first ones
   */
  public record Result(
      SortedMap<Integer, DatabaseContent> databases, List<Difference> differences, Instant at) {
    public Result {
      differences = List.copyOf(differences);
    }
  }

  /** Fields of hashes that expire within this time count on neither side. */
  static final long READ_WITHIN = 3_600_000;

  private final ComparisonRules rules;
  private final Asking asking;
  private final LongConsumer meter;
  private final Instant began;
  private final KeyHash expected = new KeyHash(this::expected);
  private int database;
  private byte[] current = {};
  private boolean counts;
  private long currentExpiry;

  private KeyByKey(RedisServer redis, ComparisonRules rules, LongConsumer meter) {
    this.rules = rules;
    this.meter = meter;
    this.began = redis.time();
    expected.asOf(began.plusMillis(READ_WITHIN));
    this.asking = new Asking(redis, rules, began.toEpochMilli() + READ_WITHIN);
  }

  /** Reads the artefact, with its digest, and asks for all of its keys. */
  public static Result compare(
      SnapshotArtifacts artifacts,
      String artifact,
      Attempt attempt,
      RedisServer redis,
      ComparisonRules rules,
      LongConsumer meter) {
    KeyByKey comparing = new KeyByKey(redis, rules, meter);
    artifacts.read(
        artifact,
        attempt,
        in -> {
          RdbReader.read(in, comparing);
          comparing.asking.finish();
          return comparing;
        });
    SortedMap<Integer, DatabaseContent> held = comparing.asking.held();
    List<Difference> all = new ArrayList<>(comparing.asking.differences());
    if (all.isEmpty()) {
      SortedMap<Integer, Long> keys = new TreeMap<>();
      held.forEach((number, content) -> keys.put(number, content.keys() + content.expired()));
      IntFunction<Expiring> soon =
          number -> comparing.expiring(number, artifacts, artifact, attempt, redis);
      all.addAll(
          new Strangers(redis, rules, _ -> redis.scan("rekindle:*"), soon)
              .beside(keys)
              .orElseThrow(() ->
                  StageProblem.passing(
                      ProblemCode.DEADLINE_EXCEEDED,
                      "Keys expire faster than they can be counted")));
    }
    return new Result(held, all, comparing.began);
  }

  /** Reads the artefact once more: what expires soon is another thing each time. */
  private Expiring expiring(
      int number,
      SnapshotArtifacts artifacts,
      String artifact,
      Attempt attempt,
      RedisServer redis) {
    Expiring expiring = new Expiring(redis, rules, number, began.toEpochMilli(), attempt);
    artifacts.read(artifact, attempt, in -> RdbReader.readRaw(in, expiring));
    return expiring;
  }

  @Override
  public ValueSink key(int number, byte[] key, ValueKind kind, long expiry) {
    database = number;
    Optional<byte[]> name = rules.countedAs(number, key);
    counts = name.isPresent();
    current = name.orElse(key);
    currentExpiry = expiry;
    return expected.begin(current, kind, expiry);
  }

  private void expected(long high, long low) {
    if (!counts) {
      return;
    }
    asking.add(
        database,
        new Asking.Asked(current, currentExpiry, high, low, expected.gone(), expected.bytes()));
  }

  @Override
  public void progress(long bytes) {
    meter.accept(bytes);
  }
}
