package dev.rekindle.worker.redis.rdb;

/** What a value is to a client, whatever its encoding. */
public enum ValueKind {
  STRING,
  /** Elements come in order. */
  LIST,
  SET,
  HASH,
  /** Elements are member and score, the score as 8 bytes. */
  SORTED_SET,
  /** Elements are entries, groups, pending entries and consumers. */
  STREAM,
  /** One value of a module, of which only the raw parts are known. */
  MODULE
}
