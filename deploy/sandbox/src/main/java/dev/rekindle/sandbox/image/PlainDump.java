package dev.rekindle.sandbox.image;

import dev.rekindle.sandbox.data.ZyncDump;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;

/**
 * Stands in for {@code pg_dump} on machines without one: writes zync's database in the same plain
 * format, in a process of its own.
 */
public final class PlainDump {

  private static final int BUFFER = 1 << 16;

  private PlainDump() {}

  /**
   * Arguments: the server's address, the user, the database. The password is expected in {@code
   * PGPASSWORD}.
   */
  public static void main(String[] args) throws Exception {
    String url = "jdbc:postgresql://" + args[0] + "/" + args[2];
    String password = System.getenv().getOrDefault("PGPASSWORD", "");
    try (Connection connection = DriverManager.getConnection(url, args[1], password);
        PrintStream out =
            new PrintStream(
                new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
                false,
                StandardCharsets.UTF_8)) {
      ZyncDump.write(connection, out);
      if (out.checkError()) {
        throw new java.io.IOException("The dump could not be written");
      }
    }
  }
}
