package dev.rekindle.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What is measured with worker-redis alone. It runs in a process of its own, with a small heap:
 * this module knows no worker.
 */
final class RedisBenchCommand {

  private static final String HEAP = "-Xmx256m";

  private RedisBenchCommand() {}

  /** By file, against the documented procedure. */
  @Command(
      name = "redis-file",
      mixinStandardHelpOptions = true,
      description = {
        "Time from a Redis snapshot at hand to a server with its append-only log on, restarted and",
        "proven, against the documented procedure of 3scale on the same machine."
      })
  static final class ByFile implements Callable<Integer> {

    @Mixin Place place = new Place();

    @Option(
        names = "--size",
        description = "Keys of the snapshot (default: ${DEFAULT-VALUE}).",
        defaultValue = "3000000")
    long size;

    @Override
    public Integer call() throws IOException, InterruptedException {
      return worker(place.root, "file", Long.toString(size));
    }
  }

  /** Over the wire, against redis-cli. */
  @Command(
      name = "redis-wire",
      mixinStandardHelpOptions = true,
      description = {
        "Keys a second into a running Redis, against 'redis-cli --pipe' of the same data as",
        "prepared commands. Needs redis-cli on the PATH."
      })
  static final class OverTheWire implements Callable<Integer> {

    @Mixin Place place = new Place();

    @Option(
        names = "--size",
        description = "Keys of the snapshot (default: ${DEFAULT-VALUE}).",
        defaultValue = "3000000")
    long size;

    @Override
    public Integer call() throws IOException, InterruptedException {
      return worker(place.root, "wire", Long.toString(size));
    }
  }

  /** The table of docs/redis-restore.md. */
  @Command(
      name = "redis-matrix",
      mixinStandardHelpOptions = true,
      description = {
        "Plays the documented Redis restore and Rekindle's two ways against the same servers, kills",
        "them, counts what is left, and writes the table of docs/redis-restore.md."
      })
  static final class Matrix implements Callable<Integer> {

    @Mixin Place place = new Place();

    @Override
    public Integer call() throws IOException, InterruptedException {
      return worker(place.root, "matrix", place.root.resolve("docs/redis-restore.md").toString());
    }
  }

  private static int worker(Path root, String... arguments)
      throws IOException, InterruptedException {
    Path target = root.resolve("worker-redis/target");
    String classes =
        String.join(
            File.pathSeparator,
            target.resolve("test-classes").toString(),
            target.resolve("classes").toString(),
            target.resolve("bench-lib") + "/*",
            target.resolve("quarkus-app/lib/main") + "/*",
            target.resolve("quarkus-app/lib/boot") + "/*");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(HEAP, "-XX:+UseG1GC", "-cp", classes));
    command.add("dev.rekindle.worker.redis.bench.BenchMain");
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    // Ctrl-C reaches both; a kill of this one must not leave the servers of the other.
    Thread end = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(end);
    int status = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return status;
  }
}
