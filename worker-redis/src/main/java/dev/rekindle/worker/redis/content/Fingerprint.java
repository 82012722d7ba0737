package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.redis.rdb.RdbSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a snapshot or a server holds.
 *
 * @param at keys that expire at or before this moment do not count
 * @param databases those that hold any key, by number
 * @param nextExpiry until then it stays as it is: when the first key, or field of a hash, that
 *     counts expires
 */
public record Fingerprint(
    RdbSummary summary,
    Instant at,
    SortedMap<Integer, DatabaseContent> databases,
    Buckets buckets,
    Instant nextExpiry) {

  /** Keys that count, over all databases. */
  public long keys() {
    return databases.values().stream().mapToLong(DatabaseContent::keys).sum();
  }

  /** One database, also one that holds nothing. */
  public DatabaseContent database(int number) {
    return databases.getOrDefault(number, DatabaseContent.empty(number));
  }

  /** Both together, as of the same moment: the parts of what several servers hold. */
  public Fingerprint plus(Fingerprint other) {
    SortedMap<Integer, DatabaseContent> all = new TreeMap<>(databases);
    other.databases.forEach((number, content) -> all.merge(number, content, DatabaseContent::plus));
    Instant next = nextExpiry.isBefore(other.nextExpiry) ? nextExpiry : other.nextExpiry;
    return new Fingerprint(summary, at, all, buckets.plus(other.buckets), next);
  }

  /** The same at a later moment; empty when a key has expired until then. */
  public Optional<Fingerprint> stillAt(Instant later) {
    return later.isBefore(at) || !nextExpiry.isAfter(later)
        ? Optional.empty()
        : Optional.of(new Fingerprint(summary, later, databases, buckets, nextExpiry));
  }

  /** Numbers of the databases in which the other differs. */
  public List<Integer> differingFrom(Fingerprint other) {
    SortedMap<Integer, DatabaseContent> all = new TreeMap<>(databases);
    all.putAll(other.databases);
    return all.keySet().stream()
        .filter(number -> !database(number).sameAs(other.database(number)))
        .toList();
  }
}
