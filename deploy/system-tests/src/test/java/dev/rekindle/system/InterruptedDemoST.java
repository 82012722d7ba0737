package dev.rekindle.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.Signals;
import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C at the demo, at moments when different processes are on their way up. */
class InterruptedDemoST {

  @TempDir Path folder;

  @Test
  void leaves_no_process_behind_when_all_are_starting() throws Exception {
    interrupt("run/worker-k8s.pid");
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"run/sandbox.pid", "journal/port"})
  void leaves_no_process_behind_earlier(String moment) throws Exception {
    interrupt(moment);
  }

  /** The moment is the appearance of a file of the installation. */
  private void interrupt(String moment) throws Exception {
    // Given
    Path home = folder.resolve("home");
    Process demo = demo(home);
    Await.until(
        Duration.ofMinutes(2),
        () -> moment + " to appear",
        () -> Files.exists(home.resolve(moment)));

    // When
    new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();

    // Then
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isEqualTo(130);
    Await.until(
        Duration.ofSeconds(20),
        () -> "these to end: " + Signals.find(home.toString()),
        () -> Signals.find(home.toString()).isEmpty());
  }

  private static Process demo(Path home) throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent().getParent();
    return new ProcessBuilder(
            // A job of a script's background ignores Ctrl-C, and its children inherit that.
            "env",
            "--default-signal=INT",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            // The class path of this test, wherever its runner keeps it.
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "demo",
            "--root",
            root.toString(),
            "--home",
            new Layout(root, home).home().toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
