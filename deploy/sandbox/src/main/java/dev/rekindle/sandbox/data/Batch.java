package dev.rekindle.sandbox.data;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows for one table, sent in batches. */
final class Batch implements AutoCloseable {

  private static final int ROWS = 500;

  private final PreparedStatement statement;
  private int waiting;
  private int column;

  /**
   * Prepares rows for a table.
   *
   * @param columns comma separated; {@code name::type} casts the value
   */
  Batch(Connection connection, String table, String columns) throws SQLException {
    List<String> names = Arrays.stream(columns.split(",")).map(String::strip).toList();
    String list =
        names.stream().map(n -> n.replaceAll("::.*", "")).collect(Collectors.joining(","));
    String marks =
        names.stream()
            .map(n -> n.contains("::") ? "?" + n.substring(n.indexOf("::")) : "?")
            .collect(Collectors.joining(","));
    this.statement =
        connection.prepareStatement(
            "INSERT INTO " + table + " (" + list + ") VALUES (" + marks + ")");
  }

  /** The next values of the row that {@link #end} completes. */
  Batch row(@Nullable Object... values) throws SQLException {
    for (Object value : values) {
      column++;
      statement.setObject(column, value);
    }
    return this;
  }

  void add(@Nullable Object... values) throws SQLException {
    row(values).end();
  }

  void end() throws SQLException {
    column = 0;
    statement.addBatch();
    waiting++;
    if (waiting >= ROWS) {
      flush();
    }
  }

  private void flush() throws SQLException {
    if (waiting > 0) {
      statement.executeBatch();
      waiting = 0;
    }
  }

  @Override
  public void close() throws SQLException {
    flush();
    statement.close();
  }
}
