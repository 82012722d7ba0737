package dev.rekindle.system.stack;

import dev.rekindle.system.api.CoordinatorApi;
import dev.rekindle.system.process.Await;
import dev.rekindle.system.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the programs of the project are started, and when they count as ready. */
public final class Programs {

  private static final Duration START = Duration.ofMinutes(3);
  static final String SANDBOX = "sandbox";

  private final Layout layout;

  public Programs(Layout layout) {
    this.layout = layout;
  }

  /**
   * Starts the sandbox in the layout's home, without waiting.
   *
   * @param verb {@code start} for all of it, {@code servers} for broker and journal alone
   */
  public ChildProcess sandbox(String verb, List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                layout.java().toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                layout.classPath("deploy/sandbox", "rekindle-sandbox"),
                "dev.rekindle.sandbox.Sandbox",
                verb,
                "--home",
                layout.home().toString()));
    command.addAll(options);
    layout.claim();
    deleteDescription();
    return ChildProcess.start(SANDBOX, command, Map.of(), layout.run());
  }

  /** Waits until a sandbox has described itself. */
  public void awaitDescribed(ChildProcess process) {
    Await.until(
        START,
        () -> "the sandbox to be ready; see " + process.log(),
        () -> {
          if (!process.alive()) {
            throw new IllegalStateException("The sandbox ended at its start; see " + process.log());
          }
          return Files.exists(layout.sandboxDescription());
        });
    process.ready();
  }

  /**
   * Starts one service, without waiting.
   *
   * @param name of the process; its pid and log files carry it
   * @param options of the virtual machine
   */
  public ChildProcess service(Service service, String name, Path settings, List<String> options) {
    List<String> command = new ArrayList<>(List.of(layout.java().toString()));
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dquarkus.config.locations=" + settings.toUri(),
            "-jar",
            layout.quarkusJar(service.label()).toString()));
    return ChildProcess.start(name, command, Map.of(), layout.run());
  }

  /** Waits until a service answers its readiness probe. */
  public static void awaitReady(ChildProcess process, String url) {
    Await.until(
        START,
        () -> process.name() + " to be ready; see " + process.log(),
        () -> {
          if (!process.alive()) {
            throw new IllegalStateException(
                process.name() + " ended at its start; see " + process.log());
          }
          return CoordinatorApi.ready(url);
        });
    process.ready();
  }

  private void deleteDescription() {
    try {
      Files.deleteIfExists(layout.sandboxDescription());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
