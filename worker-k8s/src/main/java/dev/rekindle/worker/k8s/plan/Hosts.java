package dev.rekindle.worker.k8s.plan;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The hosts that must have an admitted route. */
public final class Hosts {

  private Hosts() {}

  /**
   * Host names out of texts that separate them by commas, white space or as a JSON array of
   * strings.
   */
  public static SortedSet<String> parse(Collection<String> texts) {
    SortedSet<String> hosts = new TreeSet<>();
    for (String text : texts) {
      for (String part : text.split("[\\s,\\[\\]\"]+", -1)) {
        if (!part.isEmpty() && !part.equals("null")) {
          hosts.add(part.toLowerCase(Locale.ROOT));
        }
      }
    }
    return hosts;
  }

  /** Expected hosts that have no admitted route. */
  public static SortedSet<String> missing(SortedSet<String> expected, Map<String, Boolean> routes) {
    SortedSet<String> missing = new TreeSet<>(expected);
    missing.removeIf(host -> routes.getOrDefault(host, false));
    return missing;
  }
}
