package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.process.Await;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C at {@code up} before it has come to its end. */
class InterruptedUpST {

  @TempDir Path folder;

  @Test
  void leaves_no_process_behind_and_nothing_that_stops_the_next_up() throws Exception {
    // Given
    Path home = folder.toRealPath().resolve("home");
    interrupt(up(home, "first"), home.resolve("journal/port"));
    Path half = Files.writeString(home.resolve("half-filled"), "a store");

    // When
    Process again = up(home, "second");

    // Then
    try {
      Await.until(
          Duration.ofMinutes(2),
          () -> "the leftovers to go: " + log("second"),
          () -> Files.notExists(half));
    } finally {
      interrupt(again, home.resolve("run/sandbox.pid"));
    }
  }

  private void interrupt(Process up, Path moment) throws Exception {
    Await.until(
        Duration.ofMinutes(2),
        () -> moment + " to appear",
        () -> Files.exists(moment) || !up.isAlive());
    new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start().waitFor();
    assertThat(up.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isEqualTo(130);
    Await.until(
        Duration.ofSeconds(60),
        () -> "these to end: " + processesOf(folder),
        () -> processesOf(folder).isEmpty());
  }

  private Process up(Path home, String log) throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent().getParent();
    return new ProcessBuilder(
            // A job of a script's background ignores Ctrl-C, and its children inherit that.
            "env",
            "--default-signal=INT",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "up",
            "--root",
            root.toString(),
            "--home",
            new Layout(root, home).home().toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(log).toFile())
        .start();
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  /** Command lines that name the installation. */
  private static List<String> processesOf(Path folder) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }
}
