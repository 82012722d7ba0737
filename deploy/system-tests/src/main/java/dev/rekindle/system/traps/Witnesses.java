package dev.rekindle.system.traps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tests that back a row; one that is not in the sources cannot be named. */
final class Witnesses {

  private final Path root;

  Witnesses(Path root) {
    this.root = root;
  }

  /** Names tests, written {@code module/Class.method}. */
  String tests(String... names) {
    return Stream.of(names).map(this::test).collect(Collectors.joining(", "));
  }

  private String test(String name) {
    int slash = name.lastIndexOf('/');
    int dot = name.lastIndexOf('.');
    String type = name.substring(slash + 1, dot);
    String method = name.substring(dot + 1);
    Path tests = root.resolve(name.substring(0, slash)).resolve("src/test/java");
    if (sources(tests, type + ".java").stream().noneMatch(file -> has(file, method))) {
      throw new IllegalStateException("There is no test " + name + "; mend the list of traps");
    }
    return "`" + type + "." + method + "`";
  }

  private static List<Path> sources(Path folder, String file) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(path -> path.getFileName().toString().equals(file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean has(Path file, String method) {
    try {
      return Files.readString(file).contains("void " + method + "(");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
