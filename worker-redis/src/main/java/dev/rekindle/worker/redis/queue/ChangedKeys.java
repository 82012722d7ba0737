package dev.rekindle.worker.redis.queue;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.worker.redis.content.ComparisonRules.Allowed;
import dev.rekindle.worker.redis.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which keys stages of a restore changed on purpose, as they noted in the same step. */
public final class ChangedKeys {

  private ChangedKeys() {}

  /** Hash of raised counters in their database: value before and after, by key. */
  static String raised(RestoreId restore) {
    return "rekindle:raised:" + restore;
  }

  /** Hash of dropped keys in their database: number of elements by key. */
  static String dropped(RestoreId restore) {
    return "rekindle:dropped:" + restore;
  }

  /** All of a restore. */
  public static List<Allowed> of(RedisServer redis, RestoreId restore) {
    List<Allowed> changed = new ArrayList<>();
    for (int database : new TreeSet<>(redis.keyspace().keySet())) {
      redis.select(database);
      for (String note : List.of(raised(restore), dropped(restore))) {
        redis.hash(note).keySet().forEach(key -> changed.add(new Allowed(database, key)));
      }
    }
    return changed;
  }
}
