package dev.rekindle.worker.redis.testing;

import dev.rekindle.worker.redis.server.RedisRefusal;
import dev.rekindle.worker.redis.server.RespConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Redis server on a folder and a free port. */
public final class RedisProcess implements AutoCloseable {

  /** The lines of 3scale's redis-config that matter here. */
  public static final String THREESCALE =
      """
      protected-mode no
      databases 16
      save 900 1
      save 300 10
      save 60 10000
      appendonly yes
      appendfilename "appendonly.aof"
      appendfsync everysec
      dbfilename dump.rdb
      """;

  /** No persistence unless told. */
  public static final String PLAIN = "databases 16\nsave \"\"\nappendonly no\n";

  private final Process process;
  private final int port;

  private RedisProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static RedisProcess start(Path binary, Path folder, String config) throws IOException {
    return start(binary, folder, config, freePort());
  }

  public static RedisProcess start(Path binary, Path folder, String config, int port)
      throws IOException {
    RedisProcess server = launch(List.of(binary.toString()), folder, config, port);
    server.awaitUp();
    return server;
  }

  /** Does not wait until it answers. */
  public static RedisProcess loading(Path binary, Path folder, String config) throws IOException {
    return launch(List.of(binary.toString()), folder, config, freePort());
  }

  /** A Sentinel: the same program under a configuration of its own. */
  public static RedisProcess sentinel(Path binary, Path folder, String config) throws IOException {
    String script = "exec \"$0\" \"$1\" --sentinel";
    RedisProcess server =
        launch(List.of("/bin/sh", "-c", script, binary.toString()), folder, config, freePort());
    server.awaitUp();
    return server;
  }

  /** No file of it can grow beyond so many kilobytes, as on a disk that is full. */
  public static RedisProcess onFullDisk(Path binary, Path folder, String config, int kilobytes)
      throws IOException {
    String script = "trap '' XFSZ; ulimit -f %d; exec \"$0\" \"$1\"".formatted(kilobytes * 2);
    RedisProcess server =
        launch(List.of("/bin/sh", "-c", script, binary.toString()), folder, config, freePort());
    server.awaitUp();
    return server;
  }

  private static RedisProcess launch(List<String> program, Path folder, String config, int port)
      throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile("redis", ".conf");
    file.toFile().deleteOnExit();
    Files.writeString(
        file, config + "\nbind 127.0.0.1\nport " + port + "\ndir \"" + folder + "\"\n");
    Path log = Files.createTempFile("redis", ".log");
    log.toFile().deleteOnExit();
    List<String> command = new ArrayList<>(program);
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new RedisProcess(process, port);
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  /** Processor seconds it has used so far; 0 when the operating system does not tell. */
  public double cpuSeconds() {
    return process.info().totalCpuDuration().map(time -> time.toMillis() / 1e3).orElse(0.0);
  }

  public boolean alive() {
    return process.isAlive();
  }

  public RespConnection connect() throws IOException {
    return RespConnection.open("127.0.0.1", port, Duration.ofSeconds(120));
  }

  /** Runs commands, words separated by blanks. */
  public List<String> run(String... commands) throws IOException {
    List<String> answers = new ArrayList<>();
    try (RespConnection redis = connect()) {
      for (String command : commands) {
        answers.add(String.valueOf(redis.ask(command.split(" "))));
      }
    }
    return answers;
  }

  /** As a rollout does: SIGTERM. */
  public void terminate() throws IOException {
    process.destroy();
    await();
  }

  public void kill() throws IOException {
    process.destroyForcibly();
    await();
  }

  @Override
  public void close() throws IOException {
    kill();
  }

  private void await() throws IOException {
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        throw new IOException("redis-server does not end");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void awaitUp() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (true) {
      try (RespConnection redis = connect()) {
        redis.ask("PING");
        return;
      } catch (IOException | RedisRefusal e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException("redis-server did not start", e);
        }
        try {
          Thread.sleep(20);
        } catch (InterruptedException stop) {
          throw new IOException(stop);
        }
      }
    }
  }
}
