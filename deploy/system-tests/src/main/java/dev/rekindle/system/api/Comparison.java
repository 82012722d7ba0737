package dev.rekindle.system.api;

import java.util.List;

/**
 * What a comparison of the installation with a fingerprint saw.
 *
 * @param compared number of things compared: tables, keys, files, replica counts, secrets
 * @param unexplained differences that no written rule allows
 * @param explained differences with the rule that allows each
 */
public record Comparison(long compared, List<String> unexplained, List<String> explained) {

  public boolean same() {
    return unexplained.isEmpty();
  }
}
