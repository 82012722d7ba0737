package dev.rekindle.system.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where things are. The folder of an installation carries a mark; one that holds something and
 * carries none is somebody else's, and is neither used nor removed.
 */
public final class Layout {

  private static final String MARK = ".rekindle-home";

  private final Path root;
  private final Path home;
  private final boolean foundEmpty;

  /**
   * A layout.
   *
   * @param root the project, built
   * @param home everything one installation writes: data of the servers, backups, logs, settings
   */
  public Layout(Path root, Path home) {
    this.root = root.toAbsolutePath().normalize();
    this.home = home.toAbsolutePath().normalize();
    this.foundEmpty = empty(this.home);
  }

  /** The project. */
  public Path root() {
    return root;
  }

  /** The installation's folder. */
  public Path home() {
    return home;
  }

  /** Logs, pid files and settings of the processes. */
  public Path run() {
    return home.resolve("run");
  }

  /** The folder that holds backup sets. */
  public Path backups() {
    return home.resolve("backups");
  }

  /** The name of the newest backup set that is no safety copy. */
  public Optional<String> newestBackup() {
    if (!Files.isDirectory(backups())) {
      return Optional.empty();
    }
    try (Stream<Path> sets = Files.list(backups())) {
      return sets.map(set -> set.getFileName().toString())
          .filter(name -> !name.startsWith("safety-"))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + backups(), e);
    }
  }

  /** Written by the sandbox once it is ready. */
  public Path sandboxDescription() {
    return home.resolve("sandbox.json");
  }

  /** Whether the sandbox has filled all stores; half filled ones cannot be gone on with. */
  public boolean installed() {
    return Files.exists(home.resolve("installed"));
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

  /** The rights that the workers of a real cluster get for this application. */
  Path roles() {
    return root.resolve("deploy/kubernetes/applications/threescale/roles.yaml");
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

  /** Makes the folder an installation's; {@link ForeignFolder} when it is somebody else's. */
  public void claim() {
    refuseForeign();
    try {
      Path mark = Files.createDirectories(home).resolve(MARK);
      if (Files.notExists(mark)) {
        Files.writeString(
            mark, "An installation of Rekindle. './rekindle down' removes this folder.\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write into " + home, e);
    }
  }

  /** Removes everything of this installation; {@link ForeignFolder} when it is none. */
  public void delete() {
    if (!Files.exists(home)) {
      return;
    }
    refuseForeign();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + home, e);
    }
  }

  private void refuseForeign() {
    if (!foundEmpty && Files.notExists(home.resolve(MARK)) && !empty(home)) {
      throw new ForeignFolder(home, MARK);
    }
  }

  private static boolean empty(Path folder) {
    if (Files.notExists(folder)) {
      return true;
    }
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder, e);
    }
  }
}
