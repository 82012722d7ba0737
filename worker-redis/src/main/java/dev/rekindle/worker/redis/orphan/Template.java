package dev.rekindle.worker.redis.orphan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form of keys: {@code <name>} for a part without a slash, {@code *} for anything. */
final class Template {

  private static final Pattern HOLE = Pattern.compile("<([a-z]+)>|\\*");

  private final String glob;
  private final Pattern pattern;
  private final List<String> names = new ArrayList<>();

  Template(String text) {
    StringBuilder regex = new StringBuilder();
    StringBuilder scan = new StringBuilder();
    Matcher hole = HOLE.matcher(text);
    int at = 0;
    while (hole.find()) {
      literal(text.substring(at, hole.start()), regex, scan);
      at = hole.end();
      scan.append('*');
      if (hole.group(1) == null) {
        regex.append(".*");
      } else {
        names.add(hole.group(1));
        regex.append("([^/]+)");
      }
    }
    literal(text.substring(at), regex, scan);
    this.glob = scan.toString();
    this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Finds at least what fits, for the SCAN command. */
  String glob() {
    return glob;
  }

  /** The parts of a text that fits. */
  Optional<Map<String, String>> parts(String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> parts = new HashMap<>();
    for (int n = 0; n < names.size(); n++) {
      parts.put(names.get(n), matcher.group(n + 1));
    }
    return Optional.of(parts);
  }

  /** A text with the parts in the holes; a hole without a part stays. */
  static String fill(String text, Map<String, String> parts) {
    return HOLE.matcher(text)
        .replaceAll(hole ->
            Matcher.quoteReplacement(
                hole.group(1) == null
                    ? hole.group()
                    : parts.getOrDefault(hole.group(1), hole.group())));
  }

  private static void literal(String text, StringBuilder regex, StringBuilder scan) {
    regex.append(text.isEmpty() ? "" : Pattern.quote(text));
    scan.append(text.replaceAll("[\\[\\]?\\\\^]", "\\\\$0"));
  }
}
