package dev.rekindle.cli;

import picocli.CommandLine.Option;

/** How to print; mixed into every command that prints more than a line. */
final class Format {

  @Option(
      names = {"-o", "--output"},
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "table")
  Output.Kind kind = Output.Kind.TABLE;

  Output output() {
    return new Output(System.out, kind);
  }
}
