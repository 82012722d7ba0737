package dev.rekindle.sandbox.cluster.kubelet;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths inside a container and where they lie on the host: there is no mount namespace, so texts
 * are rewritten.
 *
 * <p>A path is recognised where it begins a word ({@code --dir=/data/x} yes, {@code /var/data} no)
 * and ends at a slash or a word's end.
 */
public final class PathMap {
  private final Map<String, String> hostByInside =
      new TreeMap<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));
  private final Pattern inside;

  PathMap(Map<String, Path> mounts) {
    mounts.forEach((path, host) -> hostByInside.put(strip(path), host.toString()));
    String any = String.join("|", hostByInside.keySet().stream().map(Pattern::quote).toList());
    this.inside =
        Pattern.compile(any.isEmpty() ? "(?!)" : "(?<![\\w./-])(?:" + any + ")(?![\\w.-])");
  }

  private static String strip(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** A text with every path of the container replaced by the host's. */
  public String toHost(String text) {
    return inside.matcher(text).replaceAll(m -> Matcher.quoteReplacement(host(m.group())));
  }

  private String host(String path) {
    return hostByInside.getOrDefault(path, path);
  }

  public List<String> toHost(List<String> texts) {
    return texts.stream().map(this::toHost).toList();
  }

  /** Host directories, the longest first, with the path that a container sees. */
  Map<String, String> insideByHost() {
    Map<String, String> turned =
        new TreeMap<>(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    hostByInside.forEach((path, host) -> turned.put(host, path));
    return turned;
  }

  /** A text as the container would see it. */
  public String toInside(String text) {
    String result = text;
    for (Map.Entry<String, String> entry : insideByHost().entrySet()) {
      result = result.replace(entry.getKey(), entry.getValue());
    }
    return result;
  }
}
