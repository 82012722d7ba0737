package dev.rekindle.worker.redis.volume;

import dev.rekindle.worker.redis.server.RedisServer;

/**
 * What a server calls its files.
 *
 * @param snapshot setting {@code dbfilename}
 * @param log setting {@code appendfilename}
 * @param logFolder setting {@code appenddirname}, used since 7.0
 */
public record FileNames(String snapshot, String log, String logFolder) {

  /** The built-in names, which are also those of 3scale's redis-config. */
  public static final FileNames USUAL =
      new FileNames("dump.rdb", "appendonly.aof", "appendonlydir");

  /** The names in force; the usual ones where a server does not tell. */
  public static FileNames of(RedisServer redis) {
    return new FileNames(
        redis.config("dbfilename").orElse(USUAL.snapshot),
        redis.config("appendfilename").orElse(USUAL.log),
        redis.config("appenddirname").orElse(USUAL.logFolder));
  }
}
