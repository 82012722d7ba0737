package dev.rekindle.sandbox.fingerprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Two fingerprints held against each other.
 *
 * @param compared number of things looked at
 * @param unexplained differences that no rule allows: loss, or data that should be gone
 * @param explained differences with the rule that allows each
 */
public record Comparison(long compared, List<Difference> unexplained, List<Explained> explained) {

  /** The item of a store that nobody could read. */
  static final String UNREADABLE = "unreadable";

  /** The item of a store that the expected fingerprint says nothing about. */
  static final String FINGERPRINT = "fingerprint";

  private static final String ROWS = " rows";

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

  /**
   * Compares all stores; {@code actual} was taken with {@code expected} as its bounds. A store that
   * the expected fingerprint knows nothing about is a difference: nothing is proven about it.
   */
  public static Comparison of(Fingerprint expected, Fingerprint actual, Mode mode) {
    Set<String> stores = new TreeSet<>(Fingerprint.STORES);
    stores.addAll(expected.stores().keySet());
    stores.addAll(actual.stores().keySet());
    long compared = 0;
    List<Difference> differences = new ArrayList<>();
    for (String store : stores) {
      SortedMap<String, String> before = expected.store(store);
      SortedMap<String, String> after = actual.store(store);
      if (before.isEmpty()) {
        differences.add(new Difference(store, FINGERPRINT, "", "nothing to compare with"));
      }
      Set<String> items = new TreeSet<>(before.keySet());
      items.addAll(after.keySet());
      items.removeIf(item -> mode == Mode.EXACT && onlyAtTheEnd(store, item));
      compared += items.size();
      for (String item : items) {
        Difference difference =
            new Difference(
                store, item, before.getOrDefault(item, ""), after.getOrDefault(item, ""));
        if (!same(difference) || (mode == Mode.FINAL && Rules.leavesItsQueue(difference))) {
          differences.add(difference);
        }
      }
    }
    return explained(compared, differences, actual, mode);
  }

  private static Comparison explained(
      long compared, List<Difference> differences, Fingerprint actual, Mode mode) {
    List<Rule> rules =
        Rules.all().stream().filter(rule -> mode == Mode.FINAL || rule.always()).toList();
    List<Difference> unexplained = new ArrayList<>();
    List<Explained> explained = new ArrayList<>();
    for (Difference difference : differences) {
      Optional<Rule> rule =
          rules.stream().filter(r -> r.allowance().allows(difference, actual)).findFirst();
      rule.ifPresentOrElse(
          r -> explained.add(new Explained(difference, r)), () -> unexplained.add(difference));
    }
    return new Comparison(compared, unexplained, explained);
  }

  /** How many rows, keys, elements of keys and files are there that should not be. */
  public long surplus() {
    return unexplained.stream().mapToLong(Difference::surplus).sum();
  }

  /**
   * How many things are missing or have another content. A table with rows too many has another
   * content for that reason alone, and is not counted here.
   */
  public long lost() {
    Set<String> tooMany =
        unexplained.stream()
            .filter(d -> d.item().endsWith(ROWS) && d.surplus() > 0)
            .map(Comparison::content)
            .collect(Collectors.toSet());
    return unexplained.stream()
        .filter(d -> d.surplus() == 0 && !tooMany.contains(d.store() + " " + d.item()))
        .count();
  }

  private static String content(Difference rows) {
    String item = rows.item();
    return rows.store() + " " + item.substring(0, item.length() - ROWS.length()) + " content";
  }

  /** Workloads are down and routes not yet made while the data is compared. */
  private static boolean onlyAtTheEnd(String store, String item) {
    return store.equals(Fingerprint.OBJECTS)
        && (item.startsWith("replicas ") || item.startsWith("field ") || item.startsWith("route "));
  }

  private static boolean same(Difference d) {
    if (d.item().equals(UNREADABLE)) {
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
