package dev.rekindle.sandbox.cluster.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Processes in sessions of their own, so that a container dies as a whole.
 *
 * <p>A watcher process holds the read end of a pipe from this JVM. When the JVM is gone, however it
 * went, the watcher kills every group whose number lies in the directory.
 */
final class ProcessGroups implements AutoCloseable {
  private static final long SIGTERM_BIT = 1L << 14;
  private static final String WATCH =
      "cat >/dev/null; for f in \"$1\"/*; do [ -e \"$f\" ] && kill -KILL -\"${f##*/}\" 2>/dev/null; rm -f \"$f\"; done";

  private final Path directory;
  private final Process watcher;

  ProcessGroups(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    sweep();
    this.watcher =
        new ProcessBuilder("setsid", "sh", "-c", WATCH, "watch", directory.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /**
   * Groups of an earlier run whose watcher was killed too. Their numbers may belong to others by
   * now, so only a process that carries this directory's cluster in its environment is ended.
   */
  private void sweep() throws IOException {
    try (var marks = Files.list(directory)) {
      for (Path mark : marks.toList()) {
        long leader = Long.parseLong(mark.getFileName().toString());
        if (ours(leader)) {
          killGroup(leader);
        }
        Files.deleteIfExists(mark);
      }
    }
  }

  private boolean ours(long pid) {
    try {
      String environment =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1);
      return environment.contains("SANDBOX_SCRATCH=" + directory.getParent());
    } catch (IOException _) {
      return false;
    }
  }

  /** Starts the builder's command as the leader of a new session. */
  Process start(ProcessBuilder builder) throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(builder.command());
    Process process = builder.command(command).start();
    Path mark = directory.resolve(Long.toString(process.pid()));
    Files.writeString(mark, "");
    Thread.ofVirtual().name("end-of-" + process.pid()).start(() -> clean(process));
    return process;
  }

  /** What the leader leaves behind dies with it. */
  private void clean(Process process) {
    try {
      process.waitFor();
      killGroup(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGTERM to the leader, as a container's first process gets it. */
  static void terminate(Process process) {
    process.destroy();
  }

  /**
   * Whether the leader would notice a SIGTERM: the first process of a container without a handler
   * does not.
   */
  static boolean hearsTerminate(Process process) {
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
        if (line.startsWith("SigCgt:")) {
          return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGTERM_BIT) != 0;
        }
      }
    } catch (IOException gone) {
      return true;
    }
    return true;
  }

  /** SIGKILL to everybody in the session's first group. */
  void killGroup(Process process) {
    killGroup(process.pid());
  }

  // The -- that other shells take before a negative number is an error in dash.
  private void killGroup(long leader) {
    try {
      new ProcessBuilder("sh", "-c", "kill -KILL -" + leader)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(5, TimeUnit.SECONDS);
      Files.deleteIfExists(directory.resolve(Long.toString(leader)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends everything, and the watcher with it. */
  @Override
  public void close() {
    try {
      watcher.getOutputStream().close();
      watcher.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      watcher.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
