package dev.rekindle.system.bench.importing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the machine: where they are, what they say, how much CPU time they took. */
final class Processes {

  private Processes() {}

  static Optional<Path> onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin";
    return Arrays.stream(path.split(":"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a command to its end; its standard output. */
  static String run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (await(process) != 0) {
      throw new IOException(command.getFirst() + " ended with status " + process.exitValue());
    }
    return out;
  }

  static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** CPU time of a process and of the children it has waited for, and of those that run. */
  static Duration cpu(long pid) {
    return ProcessHandle.of(pid)
        .map(handle ->
            Stream.concat(Stream.of(handle), handle.descendants())
                .mapToLong(Processes::ticks)
                .sum())
        .map(ticks -> Duration.ofMillis(ticks * 10))
        .orElse(Duration.ZERO);
  }

  /** Fields 14 to 17 of {@code /proc/PID/stat}, in hundredths of a second. */
  private static long ticks(ProcessHandle handle) {
    try {
      String stat = Files.readString(Path.of("/proc/" + handle.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
