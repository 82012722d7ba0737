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

/** Which real servers there are: 6.2 from Central always, another one when it is on the PATH. */
public final class RedisBinaries {

  private static final Path EMBEDDED = extract();

  private RedisBinaries() {}

  /** Redis 6.2, out of the embedded-redis artefact. */
  public static Path redis6() {
    return EMBEDDED;
  }

  /** A {@code redis-server} of major version 7 on the PATH. */
  public static Optional<Path> redis7() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .filter(binary -> version(binary).startsWith("7."))
        .findFirst();
  }

  /** All there are. Says which one is missing. */
  public static List<Path> all() {
    Optional<Path> seven = redis7();
    if (seven.isEmpty()) {
      System.out.println("SKIPPED for Redis 7: no redis-server 7 on the PATH");
    }
    return seven.map(path -> List.of(EMBEDDED, path)).orElse(List.of(EMBEDDED));
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

  private static Path extract() {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    String name = arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
    try (InputStream in = RedisBinaries.class.getResourceAsStream("/" + name)) {
      // The folder is on the PATH of simulated pods, where the program has its proper name.
      Path binary = Files.createTempDirectory("redis6").resolve("redis-server");
      Files.copy(in, binary, StandardCopyOption.REPLACE_EXISTING);
      binary.toFile().setExecutable(true);
      binary.toFile().deleteOnExit();
      binary.getParent().toFile().deleteOnExit();
      return binary;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
