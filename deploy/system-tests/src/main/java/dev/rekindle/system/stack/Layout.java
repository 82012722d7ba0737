package dev.rekindle.system.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where things are.
 *
 * @param root the project, built
 * @param home everything one installation writes: data of the servers, backups, logs, settings
 */
public record Layout(Path root, Path home) {

  public Layout {
    root = root.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
  }

  /** Logs, pid files and settings of the processes. */
  public Path run() {
    return home.resolve("run");
  }

  /** The folder that holds backup sets. */
  public Path backups() {
    return home.resolve("backups");
  }

  /** Written by the sandbox once it is ready. */
  public Path sandboxDescription() {
    return home.resolve("sandbox.json");
  }

  Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Class path of a module that is a plain program with its libraries in {@code target/lib}. */
  String classPath(String module, String artifact) {
    Path target = root.resolve(module).resolve("target");
    Path jar = target.resolve(artifact + ".jar");
    if (Files.notExists(jar)) {
      throw new IllegalStateException(module + " is not built: there is no " + jar);
    }
    return jar + ":" + target.resolve("lib") + "/*";
  }

  /** The agent that kills its process at a chosen point. */
  public Path crashAgent() {
    Path jar = root.resolve("deploy/crash-agent/target/rekindle-crash-agent.jar");
    if (Files.notExists(jar)) {
      throw new IllegalStateException("deploy/crash-agent is not built: there is no " + jar);
    }
    return jar;
  }

  /** The runnable jar of a Quarkus module. */
  Path quarkusJar(String module) {
    return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
  }

  /** Removes everything of this installation. */
  public void delete() {
    if (!Files.exists(home)) {
      return;
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + home, e);
    }
  }
}
