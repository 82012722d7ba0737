package dev.rekindle.worker.redis.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Version of a Redis server, and what follows from it for its files. */
public record ServerVersion(int major, int minor, String text) {

  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)(\\.\\d+)?");
  private static final Pattern BANNER = Pattern.compile("v=(\\d+\\.\\d+[0-9.]*)");

  /** Parses {@code 6.2.11}; empty when it is no version. */
  public static Optional<ServerVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.lookingAt()
        ? Optional.of(
            new ServerVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group()))
        : Optional.empty();
  }

  /** Parses what {@code redis-server --version} prints. */
  public static Optional<ServerVersion> ofBanner(String text) {
    Matcher matcher = BANNER.matcher(text);
    return matcher.find() ? parse(matcher.group(1)) : Optional.empty();
  }

  /**
   * The newest snapshot format it can load, which is also the one it writes (RDB_VERSION in rdb.h
   * of each release). Valkey up to 8 tells 7.2 as the version of Redis it is compatible with, and
   * has that one's format.
   */
  public int newestSnapshot() {
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

  @Override
  public String toString() {
    return text;
  }
}
