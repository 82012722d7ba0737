package dev.rekindle.system.api;

import java.util.List;

/**
 * What a comparison of the installation with a fingerprint saw.
 *
 * @param compared number of things compared: tables, keys, files, replica counts, secrets
 * @param lost how many of them are missing or have another content, without a rule that allows it
 * @param surplus rows, keys, elements of keys and files too many, without a rule that allows it
 * @param unexplained differences that no written rule allows
 * @param explained differences with the rule that allows each
 */
public record Comparison(
    long compared, long lost, long surplus, List<String> unexplained, List<String> explained) {

  /** The smallest installation has more; a fingerprint with fewer is none. */
  public static final long FEWEST = 3_000;

  public Comparison {
    unexplained = List.copyOf(unexplained);
    explained = List.copyOf(explained);
  }

  /** A comparison that could not be made. */
  public static Comparison none(String why) {
    return new Comparison(0, 1, 0, List.of(why), List.of());
  }

  /** True when nothing differs without a reason, of all there is. */
  public boolean proves() {
    return unexplained.isEmpty() && compared >= FEWEST;
  }
}
