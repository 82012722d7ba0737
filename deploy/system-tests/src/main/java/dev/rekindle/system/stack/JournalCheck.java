package dev.rekindle.system.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code rekindle restore verify} over what a coordinator exports. */
public final class JournalCheck {

  private final Layout layout;

  public JournalCheck(Layout layout) {
    this.layout = layout;
  }

  /** What is wrong with a bundle, for people; empty when nothing is. */
  public List<String> problems(String bundle) {
    Path application = layout.quarkusJar(Service.COORDINATOR.label()).resolveSibling("app");
    Path libraries = application.resolveSibling("lib/main");
    try {
      Path file = Files.createTempFile(layout.home(), "bundle", ".json");
      Files.writeString(file, bundle);
      Process process =
          new ProcessBuilder(
                  layout.java().toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  application + "/*:" + libraries + "/*",
                  "dev.rekindle.coordinator.evidence.VerifyBundle",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      Files.delete(file);
      return status == 0 ? List.of() : output.lines().map(line -> "journal: " + line).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
