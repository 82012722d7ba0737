package dev.rekindle.worker.redis.content;

import java.util.List;

/**
 * A key in which two contents differ.
 *
 * @param what {@code missing}, {@code added} or {@code changed}, as seen from what was expected
 */
public record Difference(int database, String key, String what) {

  private static final int SHOWN = 5;

  @Override
  public String toString() {
    return "%s key %s in database %d".formatted(what, key, database);
  }

  /** The first few, for people; keys are names, not secrets, but long ones are cut. */
  public static String describe(List<Difference> differences) {
    String text =
        String.join(", ", differences.stream().limit(SHOWN).map(Difference::toString).toList());
    return differences.size() <= SHOWN ? text : text + " and others";
  }
}
