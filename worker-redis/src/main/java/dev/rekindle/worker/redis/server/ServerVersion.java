package dev.rekindle.worker.redis.server;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version of a server, and what follows from it for its files.
 *
 * @param valkey whether it is Valkey, which counts on from Redis 7.2 by itself
 */
public record ServerVersion(boolean valkey, int major, int minor, String text) {

  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)(\\.\\d+)?");
  private static final Pattern BANNER = Pattern.compile("v=(\\d+\\.\\d+[0-9.]*)");

  /** Format of Valkey 9, whose numbers below 80 are left to Redis (rdb.h of Valkey). */
  private static final int VALKEY_NINE = 80;

  /** Parses {@code 6.2.11} of a Redis; empty when it is no version. */
  public static Optional<ServerVersion> parse(String text) {
    return parse(false, text);
  }

  /** Parses {@code 8.1.1} of a Redis or Valkey; empty when it is no version. */
  static Optional<ServerVersion> parse(boolean valkey, String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.lookingAt()
        ? Optional.of(
            new ServerVersion(
                valkey,
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group()))
        : Optional.empty();
  }

  /** Parses what {@code redis-server --version} or {@code valkey-server --version} prints. */
  public static Optional<ServerVersion> ofBanner(String text) {
    Matcher matcher = BANNER.matcher(text);
    return matcher.find()
        ? parse(text.strip().startsWith("Valkey"), matcher.group(1))
        : Optional.empty();
  }

  /**
   * Of the fields of {@code INFO server}. Valkey tells besides its own version that of Redis it is
   * compatible with, which says nothing about its snapshots.
   */
  static Optional<ServerVersion> of(Map<String, String> server) {
    String own = server.getOrDefault("valkey_version", "");
    return own.isEmpty()
        ? parse(false, server.getOrDefault("redis_version", ""))
        : parse(true, own);
  }

  /** The snapshot format it writes (RDB_VERSION in rdb.h of each release). */
  public int snapshotFormat() {
    if (valkey) {
      return major < 9 ? 11 : VALKEY_NINE + (major - 9);
    }
    return switch (major) {
      case 0, 1, 2 -> 6;
      case 3 -> minor < 2 ? 6 : 7;
      case 4 -> 8;
      case 5, 6 -> 9;
      case 7 -> sevenTh();
      case 8 -> minor < 6 ? 12 : 13;
      default -> 13;
    };
  }

  private int sevenTh() {
    if (minor < 2) {
      return 10;
    }
    return minor < 4 ? 11 : 12;
  }

  /**
   * Whether it loads snapshots of a format. Older ones always; but Valkey refuses those of Redis
   * 7.4 and later, which it calls foreign (rdb.h: 12 to 79).
   */
  public boolean reads(int format) {
    return format <= snapshotFormat() && !(valkey && format > 11 && format < VALKEY_NINE);
  }

  /** Whether RESTORE takes an absolute expiry (since 5.0). */
  public boolean absoluteExpiry() {
    return major >= 5;
  }

  /** Whether it has libraries of functions (since 7.0). */
  public boolean functions() {
    return major >= 7;
  }

  /** Whether its append-only log is a folder with a manifest (since 7.0). */
  public boolean multiPartLog() {
    return major >= 7;
  }

  /** Whether its append-only log may begin with a snapshot (since 4.0, aof.c). */
  public boolean snapshotInLog() {
    return major >= 4;
  }

  /** For people: with its name. */
  @Override
  public String toString() {
    return (valkey ? "Valkey " : "Redis ") + text;
  }
}
