package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.redis.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * Whether a server, of which every key of a snapshot was found, has others besides: then it has
 * more keys. Keys that expire meanwhile must not hide one, so the server is counted at a moment of
 * which it is known which of them have gone.
 */
final class Strangers {

  private static final int ROUNDS = 5;
  private static final int TRIES = 2_000;

  private final RedisServer redis;
  private final ComparisonRules rules;
  private final IntFunction<List<byte[]>> own;
  private final IntFunction<Expiring> expiring;

  /**
   * @param own the names of all keys of a database that may not count
   * @param expiring looks which keys of a database expire soon, as of now
   */
  Strangers(
      RedisServer redis,
      ComparisonRules rules,
      IntFunction<List<byte[]>> own,
      IntFunction<Expiring> expiring) {
    this.own = own;
    this.redis = redis;
    this.rules = rules;
    this.expiring = expiring;
  }

  /**
   * The databases that have more, or fewer, keys; empty when keys expire faster than they can be
   * counted.
   *
   * @param keys how many keys that count the snapshot has, those that have expired included
   */
  Optional<List<Difference>> beside(SortedMap<Integer, Long> keys) {
    SortedMap<Integer, Long> others = others(keys);
    List<Difference> differences = new ArrayList<>();
    for (Map.Entry<Integer, Long> other : others.entrySet()) {
      int number = other.getKey();
      Optional<Counted> seen = count(number);
      if (seen.isEmpty()) {
        return Optional.empty();
      }
      Counted counted = seen.get();
      long wanted = keys.getOrDefault(number, 0L) - counted.expired() + other.getValue();
      if (counted.size() != wanted) {
        differences.add(
            new Difference(
                number, "(%d instead of %d keys)".formatted(counted.size(), wanted), "changed"));
      }
    }
    return Optional.of(differences);
  }

  /**
   * A database at one moment.
   *
   * @param size keys it holds
   * @param expired those of the snapshot that it no longer holds for their age
   */
  private record Counted(long size, long expired) {}

  private Optional<Counted> count(int number) {
    for (int round = 0; round < ROUNDS; round++) {
      Expiring soon = expiring.apply(number);
      redis.select(number);
      for (int n = 0; n < TRIES && soon.reaches(redis.time()); n++) {
        soon.remove(redis.time());
        long size = redis.ask("DBSIZE").number();
        OptionalLong next = soon.next();
        if (next.isEmpty() || next.getAsLong() > redis.time().toEpochMilli()) {
          return Optional.of(new Counted(size, soon.removed()));
        }
      }
    }
    return Optional.empty();
  }

  /** Keys on the server that do not count, by database. */
  private SortedMap<Integer, Long> others(SortedMap<Integer, Long> keys) {
    SortedMap<Integer, Long> found = new TreeMap<>();
    TreeSet<Integer> numbers = new TreeSet<>(keys.keySet());
    numbers.addAll(redis.keyspace().keySet());
    for (int number : numbers) {
      redis.select(number);
      TreeSet<byte[]> names = new TreeSet<>(Arrays::compare);
      names.addAll(own.apply(number));
      names.add("liveness-probe".getBytes(StandardCharsets.US_ASCII));
      for (ComparisonRules.Allowed allowed : rules.allowed()) {
        if (allowed.database() == number) {
          names.add(allowed.key().getBytes(StandardCharsets.UTF_8));
        }
      }
      long count =
          names.stream()
              .filter(key -> rules.countedAs(number, key).isEmpty())
              .mapToLong(key -> redis.ask(Expiring.exists(key)).number())
              .sum();
      found.put(number, count);
    }
    return found;
  }
}
