package dev.rekindle.worker.redis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own that executes one attempt, so that it can be killed or held up for real. */
public final class WorkerProcess implements AutoCloseable {

  private final Process process;
  private final Path log;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Runs the main method of a class of the tests. */
  public static WorkerProcess start(Class<?> main, String... arguments) throws IOException {
    Path log = Files.createTempFile("worker", ".log");
    log.toFile().deleteOnExit();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new WorkerProcess(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  public void kill() throws IOException {
    process.destroyForcibly();
    exitCode();
  }

  /** SIGSTOP: it is held up as by a machine that stands still. */
  public void stop() throws IOException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void goOn() throws IOException {
    signal("CONT");
  }

  public int exitCode() throws IOException {
    try {
      if (!process.waitFor(180, TimeUnit.SECONDS)) {
        throw new IOException("The worker does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** What it said. */
  public String said() throws IOException {
    return Files.readString(log);
  }

  private void signal(String name) throws IOException {
    try {
      int code =
          new ProcessBuilder("/bin/sh", "-c", "kill -%s %d".formatted(name, process.pid()))
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("kill -" + name + " ended with " + code);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
