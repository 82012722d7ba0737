package dev.rekindle.sandbox.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A program that the sandbox started, and that ends with the sandbox however the sandbox ends. */
public final class ChildProcess implements AutoCloseable {

  /**
   * The kernel ties the parent death signal to the thread that forked, so every child is forked by
   * one thread that lives as long as the process.
   */
  private static final ExecutorService FORKER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("sandbox-forker").daemon(true).factory());

  private static final boolean CAN_DIE_WITH_PARENT = onPath("setpriv");

  private final Process process;
  private final Path log;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Starts a program whose output goes to {@code log}.
   *
   * @param environment added to that of the sandbox
   */
  public static ChildProcess start(
      List<String> command, Map<String, String> environment, Path directory, Path log) {
    try {
      Files.createDirectories(directory);
      Files.createDirectories(log.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create the directories of " + command.getFirst(), e);
    }
    ProcessBuilder builder =
        new ProcessBuilder(boundToParent(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new ChildProcess(fork(builder), log);
  }

  /** Starts what the builder describes on the thread that never ends. */
  public static Process fork(ProcessBuilder builder) {
    try {
      return FORKER.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot start " + builder.command().getFirst(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while starting a process", e);
    }
  }

  /**
   * The command under the parent death signal, where the machine can give it. A program that
   * changes its credentials loses the signal: put this innermost.
   */
  public static List<String> boundToParent(List<String> command) {
    if (!CAN_DIE_WITH_PARENT) {
      return command;
    }
    List<String> bound = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
    bound.addAll(command);
    return bound;
  }

  static boolean onPath(String program) {
    return Binaries.onPath(program).isPresent();
  }

  /** Runs a program to its end and returns its output; a failure throws with the output's end. */
  public static String run(List<String> command, Map<String, String> environment, Path log) {
    try (ChildProcess child = start(command, environment, log.resolveSibling("."), log)) {
      int exit = child.process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            command.getFirst() + " ended with " + exit + ": " + child.tail());
      }
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + command.getFirst(), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** The end of the program's output. */
  public String tail() {
    try {
      String all = Files.exists(log) ? Files.readString(log) : "";
      return all.substring(Math.max(0, all.length() - 2_000));
    } catch (IOException e) {
      return "(log unreadable: " + e.getMessage() + ")";
    }
  }

  /** SIGKILL: what a power cut would do. */
  public void kill() {
    process.destroyForcibly();
    await(Duration.ofSeconds(10));
  }

  /** SIGTERM, and SIGKILL when the program is still there after the grace. */
  public void stop(Duration grace) {
    process.destroy();
    if (!await(grace)) {
      kill();
    }
  }

  private boolean await(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    stop(Duration.ofSeconds(10));
  }
}
