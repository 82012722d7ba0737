package dev.rekindle.sandbox.fingerprint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts in a target database what an import did there: what its ledger says that was written, row
 * by row and whatever attempt wrote it, against the rows that are there.
 */
public final class EffectCount {

  /**
   * What was counted.
   *
   * @param chunks spans of the dump that were applied
   * @param tokens fence tokens of the attempts whose work is in the target
   * @param wrong tables that do not hold exactly what was written into them, for people
   */
  public record Counted(long rows, long chunks, Set<Long> tokens, List<String> wrong) {}

  private EffectCount() {}

  /**
   * @param target name of the database
   * @param emptied tables that the plan empties after the import
   */
  public static Counted of(Connection connection, String target, Set<String> emptied)
      throws SQLException {
    SortedMap<String, Long> written = new TreeMap<>();
    Set<Long> tokens = new TreeSet<>();
    long chunks = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT subject, row_count, token FROM rekindle.import_chunk"
                + " WHERE target = ? AND subject <> 'schema'")) {
      select.setString(1, target);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          written.merge(rows.getString(1), rows.getLong(2), Long::sum);
          tokens.add(rows.getLong(3));
          chunks++;
        }
      }
    }
    long all = 0;
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Long> table : written.entrySet()) {
      String name = table.getKey();
      if (emptied.contains(name.substring(name.lastIndexOf('.') + 1))) {
        continue;
      }
      long there = count(connection, name);
      all += there;
      if (there != table.getValue()) {
        wrong.add(
            "%s of %s: %d rows were written, %d are there"
                .formatted(name, target, table.getValue(), there));
      }
    }
    return new Counted(all, chunks, tokens, wrong);
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM " + table);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
