package dev.rekindle.worker.redis.rdb;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a snapshot that was read to its end says of itself.
 *
 * @param version of the format: 9 is written by Redis 5.0 to 6.2, 10 by 7.0, 11 by 7.2, 12 by 7.4
 *     (rdb.h), 80 by Valkey 9
 * @param aux the fields the server wrote before the keys, such as {@code redis-ver}, {@code ctime}
 *     and {@code used-mem}
 * @param checksummed false when the server wrote it with {@code rdbchecksum no}
 * @param functions libraries of server-side functions it holds
 * @param bytes its length
 * @param largest the value that takes the most room
 */
public record RdbSummary(
    int version,
    Map<String, String> aux,
    boolean checksummed,
    int functions,
    long bytes,
    LargestValue largest) {

  public RdbSummary {
    aux = Map.copyOf(aux);
  }

  /** When the server took it, to the second; empty when it does not tell. */
  public Optional<Instant> capturedAt() {
    return capturedAt(aux);
  }

  /** The same from the fields before the keys. */
  public static Optional<Instant> capturedAt(Map<String, String> aux) {
    return number(aux, "ctime").map(Instant::ofEpochSecond);
  }

  /** Memory its server used when it took it, in bytes; empty when it does not tell. */
  public Optional<Long> usedMemory() {
    return number(aux, "used-mem");
  }

  /** The version of the server that took it; empty text when it does not tell. */
  public String serverVersion() {
    return aux.getOrDefault("redis-ver", aux.getOrDefault("valkey-ver", ""));
  }

  private static Optional<Long> number(Map<String, String> aux, String name) {
    String text = aux.get(name);
    try {
      return text == null ? Optional.empty() : Optional.of(Long.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
