package dev.rekindle.system;

import dev.rekindle.system.stack.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the project and the installation are; the launcher gives both. */
final class Place {

  @Option(
      names = "--home",
      description =
          "Folder of the installation (default: REKINDLE_HOME, else .sandbox in the project).",
      defaultValue = "${env:REKINDLE_HOME:-}")
  String home = "";

  @Option(names = "--root", hidden = true, defaultValue = ".")
  Path root = Path.of(".");

  Layout layout() {
    return new Layout(root, home.isEmpty() ? root.resolve(".sandbox") : Path.of(home));
  }

  /** An installation of its own in a temporary folder, unless one was named. */
  Layout layoutApart(String name) throws IOException {
    return home.isEmpty()
        ? new Layout(root, Files.createTempDirectory("rekindle-" + name))
        : layout();
  }
}
