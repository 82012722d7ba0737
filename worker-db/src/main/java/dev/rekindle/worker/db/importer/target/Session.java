package dev.rekindle.worker.db.importer.target;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection. A statement outside {@link #begin} and {@link #commit} is a transaction. */
public final class Session implements AutoCloseable {

  private final Connection connection;

  public Session(Connection connection) {
    this.connection = connection;
  }

  /** The connection, for what only one driver can do. */
  public Connection jdbc() {
    return connection;
  }

  public void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  public void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  public void rollbackQuietly() {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      // The connection is gone, and the transaction with it.
    }
  }

  /** Runs one statement as it stands, without the escapes of JDBC; answers the rows it changed. */
  public int run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.execute(sql) ? 0 : statement.getUpdateCount();
    }
  }

  /** Runs several statements, which semicolons end; answers how many rows all of them changed. */
  public long runAll(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      boolean isResult = statement.execute(sql);
      long changed = 0;
      while (isResult || statement.getUpdateCount() >= 0) {
        changed += isResult ? 0 : statement.getUpdateCount();
        isResult = statement.getMoreResults();
      }
      return changed;
    }
  }

  /** Answers the rows matched or changed. */
  public int execute(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments)) {
      return statement.execute() ? 0 : statement.getUpdateCount();
    }
  }

  /** The first column of the first row; null when there is no row or it is NULL. */
  public @Nullable String text(String sql, Object... arguments) throws SQLException {
    List<List<@Nullable String>> rows = table(sql, arguments);
    return rows.isEmpty() ? null : rows.getFirst().getFirst();
  }

  /** The first column of the first row; 0 when there is no row or it is NULL. */
  public long number(String sql, Object... arguments) throws SQLException {
    String text = text(sql, arguments);
    return text == null ? 0 : Long.parseLong(text);
  }

  /** Whether the first column of the first row is true. */
  public boolean truth(String sql, Object... arguments) throws SQLException {
    String text = text(sql, arguments);
    return "t".equals(text) || "1".equals(text);
  }

  /** The first column of all rows. */
  public List<String> column(String sql, Object... arguments) throws SQLException {
    return table(sql, arguments).stream().map(row -> String.valueOf(row.getFirst())).toList();
  }

  /** All rows as texts, NULL as null. */
  public List<List<@Nullable String>> table(String sql, Object... arguments) throws SQLException {
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

  /** Ends the connection from another thread, whatever it is doing. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is gone already.
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
