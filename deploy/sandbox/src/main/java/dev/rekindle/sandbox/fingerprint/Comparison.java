package dev.rekindle.sandbox.fingerprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Two fingerprints held against each other.
 *
 * @param compared number of things looked at
 * @param unexplained differences that no rule allows: loss, or data that should be gone
 * @param explained differences with the rule that allows each
 */
public record Comparison(long compared, List<Difference> unexplained, List<Explained> explained) {

  /** A difference and the rule that allows it. */
  public record Explained(Difference difference, Rule rule) {}

  /** When a comparison is made. */
  public enum Mode {
    /** After the data stages, before any writer is up: replicas are not yet put back. */
    EXACT,
    /** At the end, with everything running. */
    FINAL
  }

  public Comparison {
    unexplained = List.copyOf(unexplained);
    explained = List.copyOf(explained);
  }

  /** Compares; {@code actual} was taken with {@code expected} as its bounds. */
  public static Comparison of(Fingerprint expected, Fingerprint actual, Mode mode) {
    List<Rule> rules =
        Rules.all().stream().filter(rule -> mode == Mode.FINAL || rule.always()).toList();
    List<Difference> unexplained = new ArrayList<>();
    List<Explained> explained = new ArrayList<>();
    long compared = 0;
    for (String store : expected.stores().keySet()) {
      SortedMap<String, String> before = expected.store(store);
      SortedMap<String, String> after = actual.store(store);
      Set<String> items = new TreeSet<>(before.keySet());
      items.addAll(after.keySet());
      for (String item : items) {
        if (mode == Mode.EXACT && onlyAtTheEnd(store, item)) {
          continue;
        }
        compared++;
        Difference difference =
            new Difference(
                store, item, before.getOrDefault(item, ""), after.getOrDefault(item, ""));
        if (same(difference)) {
          continue;
        }
        Optional<Rule> rule =
            rules.stream().filter(r -> r.allowance().allows(difference, actual)).findFirst();
        rule.ifPresentOrElse(
            r -> explained.add(new Explained(difference, r)), () -> unexplained.add(difference));
      }
    }
    return new Comparison(compared, unexplained, explained);
  }

  /** Workloads are down and routes not yet made while the data is compared. */
  private static boolean onlyAtTheEnd(String store, String item) {
    return store.equals(Fingerprint.OBJECTS)
        && (item.startsWith("replicas ") || item.startsWith("field ") || item.startsWith("route "));
  }

  private static boolean same(Difference d) {
    if (d.item().equals("unreadable")) {
      // Two stores that nobody could read are not equal.
      return false;
    }
    if (Objects.equals(d.expected(), d.actual())) {
      return true;
    }
    return d.inRedis()
        && !d.added()
        && !d.gone()
        && RedisValue.parse(d.expected()).sameAs(RedisValue.parse(d.actual()));
  }
}
