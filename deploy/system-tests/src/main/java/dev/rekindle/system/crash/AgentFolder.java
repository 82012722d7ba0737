package dev.rekindle.system.crash;

import dev.rekindle.system.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the harness and the agent of one process tell each other, through files. */
final class AgentFolder {

  private final Service service;
  private final Path folder;

  AgentFolder(Service service, Path folder, Collection<CrashPoint> points) {
    this.service = service;
    this.folder = folder;
    try {
      for (String name : List.of("armed", "fired", "reached")) {
        Files.createDirectories(folder.resolve(name));
      }
      Files.write(
          folder.resolve("points"),
          points.stream().filter(p -> p.service() == service).map(CrashPoint::line).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Option of the virtual machine that brings the agent in. */
  String option(Path agent) {
    return "-javaagent:" + agent + "=" + folder;
  }

  void arm(Collection<CrashPoint.Target> targets) {
    for (CrashPoint.Target target : targets) {
      if (target.service() == service) {
        create(folder.resolve("armed").resolve(target.id()));
      }
    }
  }

  void disarm() {
    names("armed").forEach(name -> delete(folder.resolve("armed").resolve(name)));
  }

  /** Points at which the process died. */
  Set<String> fired() {
    return names("fired");
  }

  /** Points that were passed, with or without a kill. */
  Set<String> reached() {
    return names("reached");
  }

  /** What went wrong in the agent itself; empty when nothing did. */
  List<String> trouble() {
    try {
      Path file = folder.resolve("trouble");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> names(String kind) {
    try (Stream<Path> files = Files.list(folder.resolve(kind))) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
