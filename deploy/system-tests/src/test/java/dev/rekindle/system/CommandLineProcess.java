package dev.rekindle.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the product's command line as its users do: as a process. */
final class CommandLineProcess {

  private final Path root;

  CommandLineProcess(Path root) {
    this.root = root;
  }

  /** What a command printed and how it ended. */
  record Result(int exit, String output) {}

  Result run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        root.resolve("cli/target/rekindle-cli.jar") + ":" + root.resolve("cli/target/lib") + "/*");
    command.add("dev.rekindle.cli.Main");
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
