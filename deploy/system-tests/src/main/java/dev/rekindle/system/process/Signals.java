package dev.rekindle.system.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Processes by what their command lines say, and signals to them. */
public final class Signals {

  private Signals() {}

  /**
   * Pids of all processes whose command line holds each of the words; of one installation when its
   * folder is among them.
   */
  public static List<Long> find(String... words) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> Arrays.stream(words).allMatch(commandLine(process)::contains))
          .map(process -> Long.parseLong(process.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Pids of all processes of a program that stand in a folder or below it, as a server stands in
   * that of its data. Some say nothing of it in their command line.
   */
  public static List<Long> standingIn(Path folder, String program) {
    return find(program).stream().filter(pid -> workingDirectory(pid).startsWith(folder)).toList();
  }

  /** Sends a signal, such as {@code STOP}. */
  public static void send(String signal, long pid) {
    try {
      int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + signal + " " + pid + " answered " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** SIGKILL to a process that may have ended with another one. */
  public static void killIfThere(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static Path workingDirectory(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
    } catch (IOException e) {
      // It has ended meanwhile, or belongs to another user.
      return Path.of("/");
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      // It has ended meanwhile.
      return "";
    }
  }
}
