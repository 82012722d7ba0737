package dev.rekindle.sandbox.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * Stands in for {@code psql -f} on machines without one: runs a plain dump statement by statement,
 * tells what failed, and goes on, unless it was told to stop. Knows no backslash commands but the
 * end of a COPY.
 */
public final class PlainRestore {

  /** What psql answers when a script failed under ON_ERROR_STOP. */
  private static final int STOPPED = 3;

  private final Connection connection;
  private final boolean stop;
  private int failures;

  private PlainRestore(Connection connection, boolean stop) {
    this.connection = connection;
    this.stop = stop;
  }

  /** Arguments: address, user, database, file, and {@code ON_ERROR_STOP=1} or nothing. */
  public static void main(String[] args) throws Exception {
    String url = "jdbc:postgresql://" + args[0] + "/" + args[2];
    String password = System.getenv().getOrDefault("PGPASSWORD", "");
    try (Connection connection = DriverManager.getConnection(url, args[1], password);
        BufferedReader lines = Files.newBufferedReader(Path.of(args[3]))) {
      PlainRestore restore = new PlainRestore(connection, args[4].equals("ON_ERROR_STOP=1"));
      restore.run(lines);
      System.exit(restore.stop && restore.failures > 0 ? STOPPED : 0);
    }
  }

  private void run(BufferedReader lines) throws IOException {
    StringBuilder sql = new StringBuilder();
    boolean quoted = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (sql.isEmpty() && (line.isBlank() || line.startsWith("--") || line.startsWith("\\"))) {
        continue;
      }
      quoted ^= line.split("\\$\\$|\\$_\\$", -1).length % 2 == 0;
      sql.append(line).append('\n');
      if (!quoted && line.endsWith(";")) {
        execute(sql.toString(), lines);
        sql.setLength(0);
        if (stop && failures > 0) {
          return;
        }
      }
    }
  }

  private void execute(String sql, BufferedReader lines) throws IOException {
    boolean copy = sql.startsWith("COPY ");
    String rows = copy ? rows(lines) : "";
    try (Statement statement = connection.createStatement()) {
      if (copy) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(sql.substring(0, sql.lastIndexOf(';')), new StringReader(rows));
      } else {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      failures++;
      System.err.println("psql: " + e.getMessage());
    }
  }

  private static String rows(BufferedReader lines) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (String line = lines.readLine();
        line != null && !line.equals("\\.");
        line = lines.readLine()) {
      rows.append(line).append('\n');
    }
    return rows.toString();
  }
}
