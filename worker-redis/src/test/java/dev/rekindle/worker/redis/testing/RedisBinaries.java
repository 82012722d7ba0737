package dev.rekindle.worker.redis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which real servers there are: 6.2 and, on amd64, 7.0 from Maven Central; a 7 on the PATH comes
 * before that one. {@code REKINDLE_REDIS_SERVERS}, paths with colons between them, names servers to
 * run the tests against instead, such as those of other distributions.
 */
public final class RedisBinaries {

  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
  private static final Path SIX =
      extract(ARM ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64")
          .orElseThrow();
  private static final Optional<Path> SEVEN =
      onPath()
          .or(() ->
              extract(ARM ? "redis-server-7.0.15-linux-arm64" : "redis-server-7.0.15-linux-amd64"));

  private RedisBinaries() {}

  /** Redis 6.2, out of the embedded-redis artefact. */
  public static Path redis6() {
    return SIX;
  }

  /** A server of major version 7. */
  public static Optional<Path> redis7() {
    return SEVEN;
  }

  /** A {@code redis-server} of major version 7 on the PATH, which is built with TLS. */
  public static Optional<Path> onPath() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .filter(binary -> version(binary).startsWith("7."))
        .findFirst();
  }

  /** All there are, or those that were named. */
  public static List<Path> all() {
    String named = System.getenv().getOrDefault("REKINDLE_REDIS_SERVERS", "");
    if (!named.isBlank()) {
      return Arrays.stream(named.split(":")).map(Path::of).toList();
    }
    if (SEVEN.isEmpty()) {
      System.out.println("SKIPPED for Redis 7: no program for this machine");
    }
    return SEVEN.map(path -> List.of(SIX, path)).orElse(List.of(SIX));
  }

  /**
   * The last of all, for tests that take long with each; every one of them with the system property
   * {@code rekindle.redis.every=true}.
   */
  public static List<Path> newest() {
    List<Path> all = all();
    return Boolean.getBoolean("rekindle.redis.every") ? all : List.of(all.getLast());
  }

  /** What {@code --version} says, such as {@code 7.0.15}. */
  public static String version(Path binary) {
    try {
      Process process = new ProcessBuilder(binary.toString(), "--version").start();
      String text = new String(process.getInputStream().readAllBytes());
      return text.replaceFirst("(?s).*v=([0-9.]+).*", "$1");
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<Path> extract(String name) {
    try (InputStream in = RedisBinaries.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        return Optional.empty();
      }
      // The folder is on the PATH of simulated pods, where the program has its proper name.
      Path binary = Files.createTempDirectory("redis").resolve("redis-server");
      Files.copy(in, binary, StandardCopyOption.REPLACE_EXISTING);
      binary.toFile().setExecutable(true);
      binary.toFile().deleteOnExit();
      binary.getParent().toFile().deleteOnExit();
      return Optional.of(binary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
