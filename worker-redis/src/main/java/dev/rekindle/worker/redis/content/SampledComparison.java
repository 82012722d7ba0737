package dev.rekindle.worker.redis.content;

import dev.rekindle.worker.kit.stage.Attempt;
import dev.rekindle.worker.redis.server.OwnKeys;
import dev.rekindle.worker.redis.server.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares a server with a sample of a snapshot: the number of keys of each database exactly, and
 * value and expiry of the keys of the sample (DUMP and PTTL).
 */
public final class SampledComparison {

  /**
   * How it ended.
   *
   * @param compared the keys of the sample, with their digest, by database
   * @param counted how many keys each database has to hold, and holds if nothing differs
   * @param large keys of the sample whose values are so large that they were only counted
   * @param differences the first ones
   */
  public record Result(
      SortedMap<Integer, DatabaseContent> compared,
      SortedMap<Integer, Long> counted,
      long large,
      List<Difference> differences,
      Instant at) {
    public Result {
      differences = List.copyOf(differences);
    }
  }

  private SampledComparison() {}

  /**
   * Asks for the keys of the sample, and counts all others. Empty when keys expire faster than they
   * can be counted.
   */
  public static Optional<Result> compare(
      Sample sample, RedisServer redis, ComparisonRules rules, Attempt attempt) {
    Instant began = redis.time();
    Asking asking = new Asking(redis, rules, 0);
    SortedMap<Integer, Long> counted = new TreeMap<>();
    long large = 0;
    for (var entry : sample.parts().entrySet()) {
      int number = entry.getKey();
      Sample.Part part = entry.getValue();
      for (Asking.Asked key : part.asked) {
        attempt.throwIfCancelled();
        asking.add(number, key);
      }
      large += part.large;
      counted.put(number, part.keys);
    }
    asking.finish();
    Optional<List<Difference>> differences =
        asking.differences().isEmpty()
            ? new Strangers(
                    redis,
                    rules,
                    number -> own(sample, number, rules),
                    number -> soon(sample, number, redis, rules, attempt))
                .beside(counted)
            : Optional.of(asking.differences());
    SortedMap<Integer, DatabaseContent> held = asking.held();
    long notAsked = large;
    return differences.map(found -> new Result(held, counted, notAsked, found, began));
  }

  /** Nothing else is on a server that was just loaded: it need not be searched for them. */
  private static List<byte[]> own(Sample sample, int number, ComparisonRules rules) {
    List<byte[]> names = new ArrayList<>();
    for (String name : OwnKeys.of(rules.restore())) {
      names.add(name.getBytes(StandardCharsets.UTF_8));
    }
    Sample.Part part = sample.parts().get(number);
    if (part != null) {
      names.addAll(part.leftOut);
    }
    return names;
  }

  private static Expiring soon(
      Sample sample, int number, RedisServer redis, ComparisonRules rules, Attempt attempt) {
    Sample.Part part = sample.parts().get(number);
    List<Expiring.Soon> keys = part == null ? List.of() : part.soon;
    return Expiring.known(redis, rules, number, keys, sample.horizon(), attempt);
  }
}
