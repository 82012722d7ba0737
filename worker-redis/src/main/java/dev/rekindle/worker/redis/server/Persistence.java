package dev.rekindle.worker.redis.server;

import java.util.Map;

/** What {@code INFO persistence} says. */
public record Persistence(Map<String, String> fields) {

  public Persistence {
    fields = Map.copyOf(fields);
  }

  public boolean loading() {
    return is("loading", "1");
  }

  public boolean logEnabled() {
    return is("aof_enabled", "1");
  }

  /**
   * Whether no rewrite of the log runs and none waits to run. {@code aof_rewrite_in_progress:0}
   * alone is also true before a scheduled one begins.
   */
  public boolean logSettled() {
    return is("aof_rewrite_in_progress", "0") && is("aof_rewrite_scheduled", "0");
  }

  public boolean logHealthy() {
    return is("aof_last_bgrewrite_status", "ok") && is("aof_last_write_status", "ok");
  }

  public boolean saving() {
    return !is("rdb_bgsave_in_progress", "0");
  }

  public boolean lastSaveOk() {
    return is("rdb_last_bgsave_status", "ok");
  }

  /** When the last snapshot was completed, in seconds since 1970. */
  public long lastSave() {
    return Long.parseLong(fields.getOrDefault("rdb_last_save_time", "0"));
  }

  private boolean is(String name, String value) {
    return value.equals(fields.get(name));
  }
}
