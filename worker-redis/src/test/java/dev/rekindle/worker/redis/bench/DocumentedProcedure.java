package dev.rekindle.worker.redis.bench;

import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The documented restore of a Redis of 3scale (chapter 9.5.5), action by action, on a folder of
 * this machine: a rollout is SIGTERM and a start, the ConfigMap is the configuration file.
 */
final class DocumentedProcedure {

  /** How "disable the save lines" is done. */
  enum Style {
    /** As the documentation says: the lines are commented out. */
    COMMENTED("databases 16\nappendonly no\n"),
    /** What it should say: no save points at all. */
    EMPTY("databases 16\nsave \"\"\nappendonly no\n");

    private final String config;

    Style(String config) {
      this.config = config;
    }
  }

  /**
   * What came of it.
   *
   * @param green whether every check of the documentation said yes
   * @param writes keys written on the way by applications that nobody stopped
   */
  record Outcome(RedisProcess server, boolean green, List<String> writes) {}

  private final Path binary;
  private final Path folder;
  private final String original;

  /**
   * @param original the configuration before and after
   */
  DocumentedProcedure(Path binary, Path folder, String original) {
    this.binary = binary;
    this.folder = folder;
    this.original = original;
  }

  /** Takes a running server and answers the one that runs at the end. */
  Outcome restore(RedisProcess running, Path backup, Style style, boolean writers)
      throws IOException {
    List<String> writes = new ArrayList<>();
    running.terminate();
    RedisProcess server = RedisProcess.start(binary, folder, style.config);
    write(server, "after the first rollout", writers, writes);
    move("dump.rdb");
    move("appendonly.aof");
    Files.copy(backup, folder.resolve("dump.rdb"), StandardCopyOption.REPLACE_EXISTING);
    server.terminate();
    server = RedisProcess.start(binary, folder, style.config);
    write(server, "after the second rollout", writers, writes);
    server.run("BGREWRITEAOF");
    boolean green = rewritten(server);
    write(server, "after the rewrite", writers, writes);
    server.terminate();
    server = RedisProcess.start(binary, folder, original);
    write(server, "after the third rollout", writers, writes);
    return new Outcome(server, green, writes);
  }

  /** {@code mv} of a file that is not there fails, and the documentation goes on. */
  private void move(String name) throws IOException {
    Path file = folder.resolve(name);
    if (Files.isRegularFile(file)) {
      Files.move(file, folder.resolve(name + "-old"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** {@code redis-cli info | grep aof_rewrite_in_progress} until it is 0. */
  private static boolean rewritten(RedisProcess server) throws IOException {
    while (true) {
      try (var redis = server.connect()) {
        String info = redis.ask("INFO", "persistence").text();
        if (info.contains("aof_rewrite_in_progress:0")) {
          return true;
        }
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static void write(RedisProcess server, String when, boolean writers, List<String> writes)
      throws IOException {
    if (writers) {
      try (var redis = server.connect()) {
        redis.ask("SET", "written " + when, "1");
        writes.add("written " + when);
      }
    }
  }
}
