package dev.rekindle.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the coordinator is and how to print; mixed into every command that talks to it. */
final class Connection {

  private static final String HERE = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      description =
          "Address of the coordinator ('rekindle context --help' says what is taken else).")
  @Nullable String url;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "A coordinator that 'rekindle context set' keeps.")
  @Nullable String context;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Holds the token to log in with (default: REKINDLE_TOKEN, else the context's file).")
  @Nullable Path tokenFile;

  @Mixin Format format = new Format();

  /**
   * A coordinator that was found.
   *
   * @param tokenFile the context's; an address that was given otherwise gets no token of a context
   */
  record Place(String url, Optional<Path> tokenFile) {}

  Api api() {
    Map<String, String> environment = System.getenv();
    Place place = place(environment, Contexts.ofPerson(environment));
    return new Api(place.url(), token(place, environment));
  }

  Place place(Map<String, String> environment, Contexts contexts) {
    if (url != null) {
      return new Place(url, Optional.empty());
    }
    if (context != null) {
      return of(contexts.get(context));
    }
    String given = environment.getOrDefault("REKINDLE_URL", "");
    if (!given.isBlank()) {
      return new Place(given, Optional.empty());
    }
    String named = environment.getOrDefault("REKINDLE_CONTEXT", "");
    String name = named.isBlank() ? contexts.current() : named;
    return name == null ? new Place(HERE, Optional.empty()) : of(contexts.get(name));
  }

  private static Place of(Contexts.Named named) {
    return new Place(named.url(), named.tokenFile());
  }

  private String token(Place place, Map<String, String> environment) {
    String given = environment.getOrDefault("REKINDLE_TOKEN", "").strip();
    if (tokenFile == null && (!given.isEmpty() || place.tokenFile().isEmpty())) {
      return given;
    }
    try {
      return TextFile.read(tokenFile == null ? place.tokenFile().orElseThrow() : tokenFile).strip();
    } catch (Refused e) {
      throw new Refused("TOKEN_UNREADABLE: " + e.getMessage());
    }
  }

  Output output() {
    return format.output();
  }
}
