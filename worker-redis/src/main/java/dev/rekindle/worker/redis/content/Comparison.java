package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.redis.rdb.RdbReader;
import dev.rekindle.worker.redis.rdb.RdbVisitor;
import dev.rekindle.worker.redis.rdb.ValueKind;
import dev.rekindle.worker.redis.rdb.ValueSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the keys in which two contents differ, by reading only the parts again whose digests
 * differ. Keeps at most {@value #LIMIT} keys in memory; with more, some are not named.
 */
public final class Comparison {

  static final int LIMIT = 20_000;

  private final Fingerprint expected;
  private final Map<Integer, BitSet> parts = new HashMap<>();
  private final ComparisonRules rules;

  public Comparison(Fingerprint expected, Fingerprint actual, ComparisonRules rules) {
    this.expected = expected;
    this.rules = rules;
    for (int database : expected.differingFrom(actual)) {
      parts.put(database, expected.buckets().differing(database, actual.buckets()));
    }
  }

  public boolean same() {
    return parts.isEmpty();
  }

  /** The hashes of the keys to look at. */
  public Map<String, String> suspects(InputStream snapshot) throws IOException {
    Collector collector = new Collector();
    collector.hash.asOf(expected.at());
    RdbReader.read(snapshot, collector);
    return collector.found;
  }

  /** What differs between the suspects of both sides. */
  public static List<Difference> between(Map<String, String> expected, Map<String, String> actual) {
    List<Difference> differences = new ArrayList<>();
    expected.forEach((key, hash) -> {
      String other = actual.get(key);
      if (other == null) {
        differences.add(difference(key, "missing"));
      } else if (!other.equals(hash)) {
        differences.add(difference(key, "changed"));
      }
    });
    actual.keySet().stream()
        .filter(key -> !expected.containsKey(key))
        .forEach(key -> differences.add(difference(key, "added")));
    return differences;
  }

  private static Difference difference(String key, String what) {
    int colon = key.indexOf(':');
    String name = key.substring(colon + 1);
    return new Difference(
        Integer.parseInt(key.substring(0, colon)),
        name.length() > 120 ? name.substring(0, 120) + "..." : name,
        what);
  }

  private final class Collector implements RdbVisitor {
    private final Map<String, String> found = new HashMap<>();
    private final KeyHash hash = new KeyHash(this::finished);
    private final Instant at = expected.at();
    private String current = "";

    @Override
    public ValueSink key(int database, byte[] key, ValueKind kind, long expiry) {
      Optional<byte[]> name = rules.countedAs(database, key);
      BitSet suspect = parts.get(database);
      boolean wanted =
          name.isPresent()
              && (expiry == NEVER || expiry > at.toEpochMilli())
              && suspect != null
              && suspect.get(Buckets.of(name.get()))
              && found.size() < LIMIT;
      current = wanted ? database + ":" + new String(name.orElse(key), StandardCharsets.UTF_8) : "";
      return hash.begin(name.orElse(key), kind, expiry);
    }

    private void finished(long high, long low) {
      if (!current.isEmpty() && !hash.gone()) {
        found.put(current, "%016x%016x".formatted(high, low));
      }
    }
  }
}
