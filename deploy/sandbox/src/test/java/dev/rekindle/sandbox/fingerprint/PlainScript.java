package dev.rekindle.sandbox.fingerprint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Runs a plain dump as {@code psql} with ON_ERROR_STOP would, statement by statement. */
final class PlainScript {

  private final Connection connection;

  private PlainScript(Connection connection) {
    this.connection = connection;
  }

  static void run(Connection connection, String dump) throws SQLException, IOException {
    new PlainScript(connection).run(new BufferedReader(new StringReader(dump)));
  }

  private void run(BufferedReader lines) throws SQLException, IOException {
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
      }
    }
    if (!sql.isEmpty()) {
      throw new IOException("Without an end: " + sql);
    }
  }

  private void execute(String sql, BufferedReader lines) throws SQLException, IOException {
    if (!sql.startsWith("COPY ")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
      return;
    }
    StringBuilder rows = new StringBuilder();
    for (String line = lines.readLine(); !"\\.".equals(line); line = lines.readLine()) {
      rows.append(line).append('\n');
    }
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(sql.substring(0, sql.lastIndexOf(';')), new StringReader(rows.toString()));
  }
}
