package dev.rekindle.worker.redis.bench;

import dev.rekindle.worker.redis.testing.RedisBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code file|wire SIZE} or {@code matrix PAGE}: what the launcher runs. */
public final class BenchMain {

  private static final int MISSING = 3;

  private BenchMain() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("rekindle-redis");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder)));
    System.exit(run(List.of(arguments), folder));
  }

  private static int run(List<String> arguments, Path folder) throws IOException {
    return switch (arguments.getFirst()) {
      case "file" -> new FileBench(newest(), folder).run(Long.parseLong(arguments.get(1)));
      case "wire" -> {
        Optional<Path> cli = onPath("redis-cli");
        if (cli.isEmpty()) {
          System.err.println(
              "rekindle: needs redis-cli to compare with; install it (Debian: redis-tools)");
          yield MISSING;
        }
        yield new WireBench(newest(), cli.get(), folder).run(Long.parseLong(arguments.get(1)));
      }
      case "matrix" -> new Matrix(RedisBinaries.all(), folder).run(Path.of(arguments.get(1)));
      default -> throw new IllegalArgumentException(arguments.getFirst());
    };
  }

  /** The one on the PATH, or the one from Maven Central. */
  private static Path newest() {
    return RedisBinaries.redis7().orElseGet(RedisBinaries::redis6);
  }

  private static Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Also when somebody interrupts it: no server stays, and no file. */
  private static void end(Path folder) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
