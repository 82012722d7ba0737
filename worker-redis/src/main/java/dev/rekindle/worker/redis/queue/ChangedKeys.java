package dev.rekindle.worker.redis.queue;

import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.worker.redis.content.ComparisonRules.Allowed;
import dev.rekindle.worker.redis.server.OwnKeys;
import dev.rekindle.worker.redis.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which keys stages of a restore changed on purpose, as they noted in the same step. */
public final class ChangedKeys {

  private ChangedKeys() {}

  /** All of a restore. */
  public static List<Allowed> of(RedisServer redis, RestoreId restore) {
    List<Allowed> changed = new ArrayList<>();
    for (int database : new TreeSet<>(redis.keyspace().keySet())) {
      redis.select(database);
      for (String note : List.of(OwnKeys.raised(restore), OwnKeys.dropped(restore))) {
        redis.hash(note).keySet().forEach(key -> changed.add(new Allowed(database, key)));
      }
    }
    return changed;
  }
}
