package dev.rekindle.sandbox.image;

import dev.rekindle.sandbox.server.Binaries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's own {@code pg_dump}, where it fits the server. */
final class PostgresClient {

  /** An older one refuses a newer server. */
  private static final int SERVER = 15;

  /** From 17 on a dump sets {@code transaction_timeout}, which the server does not know. */
  private static final int NEWEST = 16;

  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  private PostgresClient() {}

  /** Where it is. */
  static Optional<Path> pgDump() {
    return Binaries.onPath("pg_dump").filter(own -> fits(version(own)));
  }

  /** The machine's own {@code psql}, where it is no older than the server. */
  static Optional<Path> psql() {
    return Binaries.onPath("psql").filter(own -> major(version(own)) >= SERVER);
  }

  /** Whether a program that says this of itself can dump the server for the server. */
  static boolean fits(String version) {
    int number = major(version);
    return number >= SERVER && number <= NEWEST;
  }

  private static int major(String version) {
    Matcher major = VERSION.matcher(version);
    return major.find() ? Integer.parseInt(major.group(1)) : 0;
  }

  /** Debian's wrapper is there without any version of the program: then it fails, and says so. */
  private static String version(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      String said = process.inputReader().readLine();
      return process.waitFor(10, TimeUnit.SECONDS) && said != null ? said : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
