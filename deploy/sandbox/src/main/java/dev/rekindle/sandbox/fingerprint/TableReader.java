package dev.rekindle.sandbox.fingerprint;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of either engine into items.
 *
 * <p>Rows whose {@code id} is above that of the earlier fingerprint are counted apart ({@code table
 * x beyond}), so that a table which only grew is told from one that changed.
 */
final class TableReader {

  private final Connection connection;
  private final SortedMap<String, String> bounds;
  private final SortedMap<String, String> items;

  TableReader(
      Connection connection, SortedMap<String, String> bounds, SortedMap<String, String> items) {
    this.connection = connection;
    this.bounds = bounds;
    this.items = items;
  }

  /**
   * Adds the items of one table.
   *
   * @param select what a row is, for {@code SELECT <select> FROM <table>}
   */
  void table(String name, String quoted, String select, boolean hasId) throws SQLException {
    if (!hasId) {
      content(name, "SELECT " + select + " FROM " + quoted);
      return;
    }
    String last = single("SELECT COALESCE(MAX(id), 0) FROM " + quoted);
    String bound = bounds.getOrDefault("table " + name + " last id", last);
    items.put("table " + name + " last id", bound);
    items.put(
        "table " + name + " beyond",
        single("SELECT COUNT(*) FROM " + quoted + " WHERE id > " + bound));
    content(name, "SELECT " + select + " FROM " + quoted + " WHERE id <= " + bound);
  }

  private void content(String name, String sql) throws SQLException {
    ContentDigest digest = new ContentDigest();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1_000);
      try (ResultSet rows = statement.executeQuery(sql)) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int column = 1; column <= columns; column++) {
            digest.field(value(rows, column));
          }
          digest.endRow();
        }
      }
    }
    items.put("table " + name + " rows", Long.toString(digest.rows()));
    items.put("table " + name + " content", digest.hex());
  }

  /** Raw bytes where the column has bytes; else the text, since drivers refuse bytes of numbers. */
  private static byte @Nullable [] value(ResultSet rows, int column) throws SQLException {
    return switch (rows.getMetaData().getColumnType(column)) {
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> rows.getBytes(column);
      default -> {
        String text = rows.getString(column);
        yield text == null ? null : text.getBytes(StandardCharsets.UTF_8);
      }
    };
  }

  /** The first column of the first row. */
  String single(String sql) throws SQLException {
    return list(sql).getFirst();
  }

  /** The first column of all rows. */
  List<String> list(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        String value = rows.getString(1);
        values.add(value == null ? "" : value);
      }
    }
    return values;
  }

  /** Adds one item a row: name, and the digest of the second column. */
  void digests(String prefix, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        items.put(prefix + rows.getString(1), ContentDigest.of(String.valueOf(rows.getString(2))));
      }
    }
  }
}
