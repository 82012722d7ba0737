package dev.rekindle.worker.db.postgres;

import dev.rekindle.worker.db.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** One connection; every statement is part of a transaction that the caller commits. */
final class PostgresSession implements AutoCloseable {

  private final Connection connection;

  private PostgresSession(Connection connection) {
    this.connection = connection;
  }

  static PostgresSession open(DatabaseAddress address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "rekindle");
    // Texts are decided by the server: dumps hold whole statements, no parameters.
    properties.setProperty("preferQueryMode", "simple");
    String url =
        "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database();
    Connection connection = DriverManager.getConnection(url, properties);
    connection.setAutoCommit(false);
    PostgresSession session = new PostgresSession(connection);
    session.run("SET TimeZone = 'UTC'");
    session.commit();
    return session;
  }

  /** Runs one statement as it stands, without the escapes of JDBC. */
  int run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.execute(sql) ? 0 : statement.getUpdateCount();
    }
  }

  int execute(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments)) {
      return statement.execute() ? 0 : statement.getUpdateCount();
    }
  }

  /** The first column of the first row; null when there is no row or it is NULL. */
  @Nullable String text(String sql, Object... arguments) throws SQLException {
    List<List<@Nullable String>> rows = table(sql, arguments);
    return rows.isEmpty() ? null : rows.getFirst().getFirst();
  }

  long number(String sql, Object... arguments) throws SQLException {
    String text = text(sql, arguments);
    return text == null ? 0 : Long.parseLong(text);
  }

  boolean truth(String sql, Object... arguments) throws SQLException {
    return "t".equals(text(sql, arguments));
  }

  /** All rows as texts, NULL as null. */
  List<List<@Nullable String>> table(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      List<List<@Nullable String>> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(rows.getString(i));
        }
        all.add(row);
      }
      return all;
    }
  }

  private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }

  /** Sends lines in COPY text format as they are; answers how many rows the server took. */
  long copy(String statement, byte[] lines) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      copy.writeToCopy(lines, 0, lines.length);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  Connection jdbc() {
    return connection;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollbackQuietly() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it.
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
