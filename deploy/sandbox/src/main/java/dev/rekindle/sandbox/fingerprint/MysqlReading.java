package dev.rekindle.sandbox.fingerprint;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the system database: rows, definitions, triggers, routines. */
final class MysqlReading {

  private MysqlReading() {}

  static SortedMap<String, String> read(Connection connection, SortedMap<String, String> bounds)
      throws SQLException {
    SortedMap<String, String> items = new TreeMap<>();
    TableReader reader = new TableReader(connection, bounds, items);
    for (String table :
        reader.list(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")) {
      boolean hasId =
          !reader
              .list(
                  "SELECT column_name FROM information_schema.columns WHERE table_schema ="
                      + " DATABASE() AND column_name = 'id' AND table_name = '"
                      + table
                      + "'")
              .isEmpty();
      reader.table(table, "`" + table + "`", "*", hasId);
      items.put("table " + table + " definition", ContentDigest.of(definition(connection, table)));
    }
    reader.digests(
        "trigger ",
        "SELECT trigger_name, CONCAT_WS('|', event_object_table, action_timing,"
            + " event_manipulation, definer, action_statement) FROM information_schema.triggers"
            + " WHERE trigger_schema = DATABASE()");
    reader.digests(
        "routine ",
        "SELECT routine_name, CONCAT_WS('|', routine_type, definer, routine_definition) FROM"
            + " information_schema.routines WHERE routine_schema = DATABASE()");
    return items;
  }

  private static String definition(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW CREATE TABLE `" + table + "`")) {
      rows.next();
      // The next free identifier follows from the rows, and not every engine keeps it in a dump.
      return rows.getString(2).replaceAll(" AUTO_INCREMENT=\\d+", "");
    }
  }
}
