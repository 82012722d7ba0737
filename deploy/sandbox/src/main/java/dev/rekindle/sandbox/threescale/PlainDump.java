package dev.rekindle.sandbox.threescale;

import dev.rekindle.sandbox.data.ZyncDump;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

/**
 * Stands in for {@code pg_dump} on machines without one: writes zync's database in the same plain
 * format, in a process of its own.
 */
public final class PlainDump {

  private PlainDump() {}

  /** The command; the password is expected in {@code PGPASSWORD}. */
  static ProcessBuilder command(String address) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        PlainDump.class.getName(),
        address);
  }

  /** Argument: the server's address. */
  public static void main(String[] args) throws Exception {
    String url = "jdbc:postgresql://" + args[0] + ":5432/zync_production";
    String password = System.getenv().getOrDefault("PGPASSWORD", "");
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    try (Connection connection = DriverManager.getConnection(url, "zync", password)) {
      ZyncDump.write(connection, out);
    }
  }
}
