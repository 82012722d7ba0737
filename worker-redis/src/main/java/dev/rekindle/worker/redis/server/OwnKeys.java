package dev.rekindle.worker.redis.server;

import dev.rekindle.contract.attempt.RestoreId;
import java.util.List;

/**
 * The names of keys that a restore may have on a server beside its data. Those that were put aside
 * are data under another name.
 */
public final class OwnKeys {

  private OwnKeys() {}

  /** Survives a restart, or nothing did. */
  public static String sentinel(RestoreId restore) {
    return "rekindle:sentinel:" + restore;
  }

  /** How far each connection has come that sends keys. */
  public static String positions(RestoreId restore) {
    return "rekindle:wire:" + restore;
  }

  /** Hash of raised counters in their database: value before and after, by key. */
  public static String raised(RestoreId restore) {
    return "rekindle:raised:" + restore;
  }

  /** Hash of dropped keys in their database: number of elements by key. */
  public static String dropped(RestoreId restore) {
    return "rekindle:dropped:" + restore;
  }

  /** All of them, and the fence. */
  public static List<String> of(RestoreId restore) {
    return List.of(
        FenceKey.NAME, sentinel(restore), positions(restore), raised(restore), dropped(restore));
  }
}
