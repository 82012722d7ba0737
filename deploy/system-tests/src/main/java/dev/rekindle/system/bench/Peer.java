package dev.rekindle.system.bench;

import dev.rekindle.system.stack.SandboxDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another engine that does the same chain of stages that do nothing, in the same session, on the
 * same PostgreSQL where it uses one. Its libraries are fetched when it is asked for.
 */
public final class Peer {

  private static final Pattern LINE =
      Pattern.compile("PEER name=(\\S+) p50_ms=(\\S+) p99_ms=(\\S+) per_second=(\\S+)");

  private final Path root;
  private final Path folder;

  /** What it said of itself. */
  public record Figures(String name, double medianMillis, double p99Millis, double perSecond) {}

  /**
   * A peer that needs libraries.
   *
   * @param root of the project
   * @param folder where libraries go
   */
  Peer(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /** DBOS Transact for Java; empty, with the reason on standard error, when it cannot be had. */
  Optional<Figures> dbos(SandboxDescription.Servers servers, int stages, int alone, int atOnce) {
    Path home = home("dbos");
    Path libraries = folder.resolve("dbos");
    List<String> fetching =
        List.of(
            root.resolve("mvnw").toString(),
            "-q",
            "-f",
            home.resolve("pom.xml").toString(),
            "dependency:copy-dependencies",
            "-DoutputDirectory=" + libraries);
    if (run(fetching, "").status() != 0) {
      System.err.println(
          "rekindle: dev.dbos:transact cannot be had: its libraries did not resolve");
      return Optional.empty();
    }
    Output output =
        run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                libraries + "/*",
                home.resolve("DbosBench.java").toString(),
                servers.journalUrl(),
                servers.journalUser(),
                Integer.toString(stages),
                Integer.toString(alone),
                Integer.toString(atOnce)),
            servers.journalPassword());
    return figures(output);
  }

  /** Restate; empty, with the reason on standard error, when it cannot be had. */
  Optional<Figures> restate(int stages, int alone, int atOnce) {
    Path home = folder.resolve("restate");
    copy(home("restate"), home, List.of("package.json", "bench.mjs"));
    List<String> fetching =
        List.of(
            "npm",
            "install",
            "--prefix",
            home.toString(),
            // One of its dependencies reports installations to somebody.
            "--ignore-scripts",
            "--no-audit",
            "--no-fund");
    if (run(fetching, "").status() != 0) {
      System.err.println(
          "rekindle: @restatedev/restate-server cannot be had: npm is missing or did not install it");
      return Optional.empty();
    }
    return figures(
        run(
            List.of(
                "node",
                home.resolve("bench.mjs").toString(),
                Integer.toString(stages),
                Integer.toString(alone),
                Integer.toString(atOnce)),
            ""));
  }

  private Path home(String name) {
    return root.resolve("deploy/bench-peers").resolve(name);
  }

  private static void copy(Path from, Path to, List<String> names) {
    try {
      Files.createDirectories(to);
      for (String name : names) {
        Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Figures> figures(Output output) {
    Matcher found = LINE.matcher(output.text());
    if (output.status() != 0 || !found.find()) {
      System.err.println("rekindle: the peer failed: " + output.text());
      return Optional.empty();
    }
    return Optional.of(
        new Figures(
            found.group(1),
            Double.parseDouble(found.group(2)),
            Double.parseDouble(found.group(3)),
            Double.parseDouble(found.group(4))));
  }

  private record Output(int status, String text) {}

  /** Standard output and error together; the password goes through the environment. */
  private Output run(List<String> command, String password) {
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
      builder.environment().put("PGPASSWORD", password);
      Process process = builder.redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text);
    } catch (IOException e) {
      // A program that is not installed.
      return new Output(127, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
