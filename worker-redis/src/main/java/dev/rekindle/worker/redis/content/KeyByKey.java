package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.rdb.ValueKind;
import dev.rekindle.worker.redis.rdb.ValueSink;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

  private static final int BATCH_KEYS = 500;
  private static final long BATCH_BYTES = 1 << 20;
  private static final int MOST_DIFFERENCES = 50;

  /** Milliseconds that the server's clock may read differently within one batch. */
  private static final long CLOCK = 2;

  @SuppressWarnings("ArrayRecordComponent")
  private record Asked(byte[] key, long expiry, long high, long low, boolean gone) {}

  private final RedisServer redis;
  private final ComparisonRules rules;
  private final LongConsumer meter;
  private final Instant began;
  private final KeyHash expected = new KeyHash(this::expected);
  private final KeyHash found = new KeyHash(this::found);
  private final SortedMap<Integer, Tally> tallies = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private final List<Asked> batch = new ArrayList<>();
  private long batchBytes;
  private int database;
  private byte[] current = {};
  private boolean counts;
  private long currentExpiry;
  private long foundHigh;
  private long foundLow;

  private KeyByKey(RedisServer redis, ComparisonRules rules, LongConsumer meter) {
    this.redis = redis;
    this.rules = rules;
    this.meter = meter;
    this.began = redis.time();
    expected.asOf(began.plusMillis(READ_WITHIN));
    found.asOf(began.plusMillis(READ_WITHIN));
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
          comparing.ask();
          return comparing;
        });
    SortedMap<Integer, DatabaseContent> held = new TreeMap<>();
    comparing.tallies.forEach((number, tally) -> held.put(number, tally.content(number)));
    List<Difference> all = new ArrayList<>(comparing.differences);
    if (all.isEmpty()) {
      all.addAll(
          new Strangers(artifacts, artifact, attempt, redis, rules).beside(held, comparing.began));
    }
    return new Result(held, all, comparing.began);
  }

  @Override
  public ValueSink key(int number, byte[] key, ValueKind kind, long expiry) {
    if (number != database) {
      ask();
      database = number;
    }
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
    batch.add(new Asked(current, currentExpiry, high, low, expected.gone()));
    batchBytes += expected.bytes();
    if (batch.size() >= BATCH_KEYS || batchBytes >= BATCH_BYTES) {
      ask();
    }
  }

  @Override
  public void progress(long bytes) {
    meter.accept(bytes);
  }

  /** Asks for the keys of the batch; those that are not there once more, as ones put aside. */
  private void ask() {
    if (batch.isEmpty()) {
      return;
    }
    redis.select(database);
    List<Asked> missing = ask(batch, "");
    if (!missing.isEmpty()) {
      missing = ask(missing, ComparisonRules.quarantine(rules.restore()));
    }
    missing.forEach(asked -> differs(asked, "missing"));
    batch.clear();
    batchBytes = 0;
  }

  /** Those that are missing although they have not expired. */
  private List<Asked> ask(List<Asked> all, String prefix) {
    List<List<byte[]>> commands = new ArrayList<>();
    commands.add(List.of(ascii("TIME")));
    for (Asked asked : all) {
      byte[] name = joined(ascii(prefix), asked.key);
      commands.add(List.of(ascii("DUMP"), name));
      commands.add(List.of(ascii("PTTL"), name));
    }
    commands.add(List.of(ascii("TIME")));
    List<Reply> replies = redis.askAll(commands);
    for (Reply reply : replies) {
      if (reply instanceof Reply.Failure failure) {
        throw redis.problem(failure);
      }
    }
    return judge(all, replies);
  }

  private List<Asked> judge(List<Asked> all, List<Reply> replies) {
    long before = millis(replies.getFirst()) - CLOCK;
    long after = millis(replies.getLast()) + CLOCK;
    List<Asked> missing = new ArrayList<>();
    Tally tally = tallies.computeIfAbsent(database, n -> new Tally());
    for (int n = 0; n < all.size(); n++) {
      Asked asked = all.get(n);
      Reply value = replies.get(1 + 2 * n);
      if (value.isNothing()) {
        if (asked.expiry != NEVER && asked.expiry <= after) {
          tally.expired++;
        } else if (!asked.gone) {
          missing.add(asked);
        }
      } else if (expires(asked, replies.get(2 + 2 * n).number(), before, after)
          && equal(asked, value.bytes())) {
        tally.add(asked.high, asked.low);
        tally.expiring += asked.expiry == NEVER ? 0 : 1;
      } else {
        differs(asked, "changed");
      }
    }
    return missing;
  }

  /** Whether what is left of a key's time fits its expiry; a key may also expire meanwhile. */
  private static boolean expires(Asked asked, long left, long before, long after) {
    if (asked.expiry == NEVER) {
      return left == -1;
    }
    return left == -2
        ? asked.expiry <= after
        : left >= asked.expiry - after && left <= asked.expiry - before;
  }

  private boolean equal(Asked asked, byte[] payload) {
    try {
      RdbReader.dumped(payload, kind -> found.begin(asked.key, kind, asked.expiry));
    } catch (IOException e) {
      throw ServerContent.unreadable(redis, e);
    }
    return asked.gone
        ? found.gone()
        : !found.gone() && foundHigh == asked.high && foundLow == asked.low;
  }

  private void found(long high, long low) {
    foundHigh = high;
    foundLow = low;
  }

  private void differs(Asked asked, String what) {
    if (differences.size() < MOST_DIFFERENCES) {
      String name = new String(asked.key, StandardCharsets.UTF_8);
      differences.add(
          new Difference(
              database, name.length() > 120 ? name.substring(0, 120) + "..." : name, what));
    }
  }

  private static long millis(Reply time) {
    return time.items().get(0).number() * 1000 + time.items().get(1).number() / 1000;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
