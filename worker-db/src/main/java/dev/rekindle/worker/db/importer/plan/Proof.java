package dev.rekindle.worker.db.importer.plan;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Compares what a dump holds with what is in the database. */
public final class Proof {

  private Proof() {}

  /**
   * Differences, for people; empty when there are none.
   *
   * @param wanted rows by table as the dump says
   * @param found rows by table as counted
   * @param emptied tables that must be empty
   */
  public static String rowDifferences(
      Map<String, Long> wanted, Map<String, Long> found, Predicate<String> emptied) {
    Set<String> differences = new TreeSet<>();
    Map<String, Long> rest = new TreeMap<>(found);
    wanted.forEach((table, rows) -> {
      Long there = rest.remove(table);
      long expected = emptied.test(table) ? 0 : rows;
      if (there == null) {
        differences.add("table %s is missing".formatted(table));
      } else if (there != expected) {
        differences.add("table %s has %d rows, not %d".formatted(table, there, expected));
      }
    });
    rest.keySet().forEach(table -> differences.add("table %s is not in the dump".formatted(table)));
    return some(differences);
  }

  /**
   * Differences in the numbers of triggers, routines, views; empty when there are none.
   *
   * @param exactly whether more than wanted is wrong too
   */
  public static String programDifferences(
      Map<String, Long> wanted, Map<String, Long> found, boolean exactly) {
    Set<String> kinds = new TreeSet<>(wanted.keySet());
    kinds.addAll(found.keySet());
    Set<String> differences = new TreeSet<>();
    for (String kind : kinds) {
      long expected = wanted.getOrDefault(kind, 0L);
      long there = found.getOrDefault(kind, 0L);
      if (there < expected || (exactly && there > expected)) {
        differences.add(
            "%d of kind %s, not %d".formatted(there, kind.toLowerCase(Locale.ROOT), expected));
      }
    }
    return some(differences);
  }

  private static String some(Set<String> differences) {
    String first = String.join("; ", differences.stream().limit(10).toList());
    return differences.size() <= 10
        ? first
        : first + "; and " + (differences.size() - 10) + " more";
  }
}
