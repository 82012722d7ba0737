package dev.rekindle.worker.redis.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A server's settings as it tells them (CONFIG GET). Values may be secrets: they stay inside. */
public final class Settings {

  private final SortedMap<String, String> values = new TreeMap<>();

  private Settings() {}

  /** Empty when the server tells them to nobody, or not to this login. */
  public static Optional<Settings> of(RedisServer redis) {
    return redis
        .maybe("CONFIG", "GET", "*")
        .map(reply -> {
          Settings settings = new Settings();
          List<Reply> items = reply.items();
          for (int n = 0; n + 1 < items.size(); n += 2) {
            settings.values.put(items.get(n).text(), items.get(n + 1).text());
          }
          return settings;
        });
  }

  /** How many there are. */
  public int count() {
    return values.size();
  }

  /** Names of those that are others than these. */
  public List<String> differingFrom(Settings other) {
    TreeSet<String> names = new TreeSet<>(values.keySet());
    names.addAll(other.values.keySet());
    names.removeIf(name -> same(values, other.values, name));
    return List.copyOf(names);
  }

  private static boolean same(Map<String, String> one, Map<String, String> other, String name) {
    return one.getOrDefault(name, "").equals(other.getOrDefault(name, ""));
  }
}
