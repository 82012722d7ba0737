package dev.rekindle.system.bench;

import dev.rekindle.system.stack.SandboxDescription;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many rows the journal's tables hold. */
final class JournalRows {

  private static final List<String> TABLES =
      List.of("restore", "restore_event", "inbox_message", "outbox_message", "stage_progress");

  private JournalRows() {}

  static Map<String, Long> count(SandboxDescription.Servers servers) {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection connection =
            DriverManager.getConnection(
                servers.journalUrl(), servers.journalUser(), servers.journalPassword());
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet row = statement.executeQuery("select count(*) from " + table)) {
          row.next();
          rows.put(table, row.getLong(1));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("The journal's rows could not be counted", e);
    }
  }
}
