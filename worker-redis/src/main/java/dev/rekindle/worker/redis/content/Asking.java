package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.server.RedisServer;
import dev.rekindle.worker.redis.server.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks a server for keys of a snapshot (DUMP and PTTL), and judges what it answers. Keeps counts,
 * digests and the first differences.
 */
final class Asking {

  /** How many keys are asked for at once: their values are in memory. */
  private static final int BATCH_KEYS = 500;

  /** Bytes of values after which a batch ends earlier. */
  private static final long BATCH_BYTES = 1 << 20;

  private static final int MOST_DIFFERENCES = 50;

  /** Milliseconds that the server's clock may read differently within one batch. */
  private static final long CLOCK = 2;

  /**
   * A key as the snapshot has it.
   *
   * @param high the hash of its name, type, expiry and value, with {@code low}
   * @param gone whether all fields it had have expired, by their own expiries
   * @param bytes of name and value
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Asked(byte[] key, long expiry, long high, long low, boolean gone, long bytes) {}

  private final RedisServer redis;
  private final ComparisonRules rules;
  private final KeyHash found = new KeyHash(this::found);
  private final SortedMap<Integer, Tally> tallies = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private final List<Asked> batch = new ArrayList<>();
  private long batchBytes;
  private int database;
  private long foundHigh;
  private long foundLow;

  /**
   * @param fields fields of hashes that expire before this moment, in milliseconds since 1970, do
   *     not count
   */
  Asking(RedisServer redis, ComparisonRules rules, long fields) {
    this.redis = redis;
    this.rules = rules;
    found.asOf(Instant.ofEpochMilli(fields));
  }

  /** What was found of the snapshot. */
  SortedMap<Integer, DatabaseContent> held() {
    SortedMap<Integer, DatabaseContent> held = new TreeMap<>();
    tallies.forEach((number, tally) -> held.put(number, tally.content(number)));
    return held;
  }

  List<Difference> differences() {
    return List.copyOf(differences);
  }

  /** A key to ask for, at the latest with {@link #finish}. */
  void add(int number, Asked key) {
    if (number != database) {
      finish();
      database = number;
    }
    batch.add(key);
    batchBytes += key.bytes;
    if (batch.size() >= BATCH_KEYS || batchBytes >= BATCH_BYTES) {
      finish();
    }
  }

  /** Asks for those that are left; for any that is not there once more, as one put aside. */
  void finish() {
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
        if (asked.expiry != RdbVisitor.NEVER && asked.expiry <= after) {
          tally.expired++;
        } else if (!asked.gone) {
          missing.add(asked);
        }
      } else if (expires(asked, replies.get(2 + 2 * n).number(), before, after)
          && equal(asked, value.bytes())) {
        tally.add(asked.high, asked.low);
        tally.expiring += asked.expiry == RdbVisitor.NEVER ? 0 : 1;
      } else {
        differs(asked, "changed");
      }
    }
    return missing;
  }

  /** Whether what is left of a key's time fits its expiry; a key may also expire meanwhile. */
  private static boolean expires(Asked asked, long left, long before, long after) {
    if (asked.expiry == RdbVisitor.NEVER) {
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
