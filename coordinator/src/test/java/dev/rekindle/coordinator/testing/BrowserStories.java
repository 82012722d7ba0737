package dev.rekindle.coordinator.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Runs the stories that are written beside the console, in a Chromium that is installed here. */
public final class BrowserStories {

  private static final Path CONSOLE = Path.of("src/main/webui").toAbsolutePath();
  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final long MINUTES = 10;

  private BrowserStories() {}

  /** How one story went; the message says what went wrong, and is empty otherwise. */
  public record Story(String name, boolean passed, String message) {}

  /** What is missing here to run them; empty when nothing is. */
  public static Optional<String> missing() {
    String wanted = System.getenv("REKINDLE_CHROMIUM");
    Stream<String> places =
        wanted == null ? BROWSERS.stream() : Stream.concat(Stream.of(wanted), BROWSERS.stream());
    if (places.noneMatch(place -> Files.exists(Path.of(place)))) {
      return Optional.of("no Chromium is installed (on Debian: apt-get install chromium)");
    }
    if (Files.notExists(CONSOLE.resolve("node_modules/.rekindle-lock"))) {
      return Optional.of("the console's npm packages are not installed (node and npm are needed)");
    }
    return BrowserStories.class.getResource("/META-INF/resources/console/index.html") == null
        ? Optional.of("the console was not built")
        : Optional.empty();
  }

  /** Runs all stories of one file. */
  public static List<Story> run(String file, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path report = Files.createTempFile("rekindle-stories", ".json");
    Path log = Files.createTempFile("rekindle-stories", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                "node_modules/vitest/vitest.mjs",
                "run",
                "--config",
                "vitest.browser.config.ts",
                file,
                "--reporter=json",
                "--outputFile=" + report)
            .directory(CONSOLE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("The stories did not end: " + Files.readString(log));
      }
      JsonNode told = new ObjectMapper().readTree(report.toFile());
      if (told.isMissingNode() || told.path("numTotalTests").asInt() == 0) {
        throw new IOException("The stories did not begin: " + Files.readString(log) + told);
      }
      return stories(told);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(report);
      Files.deleteIfExists(log);
    }
  }

  private static List<Story> stories(JsonNode told) {
    return StreamSupport.stream(told.path("testResults").spliterator(), false)
        .flatMap(file -> StreamSupport.stream(file.path("assertionResults").spliterator(), false))
        .map(story ->
            new Story(
                story.path("fullName").asText(),
                story.path("status").asText().equals("passed"),
                story.path("failureMessages").toString()))
        .toList();
  }
}
