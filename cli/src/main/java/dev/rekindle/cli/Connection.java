package dev.rekindle.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Holds the token to log in with (default: the token in REKINDLE_TOKEN, if any).")
  @Nullable Path tokenFile;

  Api api() {
    return new Api(url, token());
  }

  private String token() {
    if (tokenFile == null) {
      return Objects.requireNonNullElse(System.getenv("REKINDLE_TOKEN"), "").strip();
    }
    try {
      return Files.readString(tokenFile).strip();
    } catch (IOException e) {
      throw new Refused("TOKEN_UNREADABLE: " + tokenFile + " cannot be read: " + e.getMessage());
    }
  }

  Output output() {
    return new Output(System.out, format);
  }
}
