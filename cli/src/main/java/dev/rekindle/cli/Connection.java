package dev.rekindle.cli;

import picocli.CommandLine.Option;

/** Where the coordinator is and how to print; mixed into every command that talks to it. */
final class Connection {

  @Option(
      names = "--url",
      description =
          "Address of the coordinator (default: REKINDLE_URL, else http://127.0.0.1:8080).",
      defaultValue = "${env:REKINDLE_URL:-http://127.0.0.1:8080}")
  String url = "";

  @Option(
      names = {"-o", "--output"},
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "table")
  Output.Format format = Output.Format.TABLE;

  Api api() {
    return new Api(url);
  }

  Output output() {
    return new Output(System.out, format);
  }
}
