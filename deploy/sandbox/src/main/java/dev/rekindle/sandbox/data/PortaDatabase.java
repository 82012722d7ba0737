package dev.rekindle.sandbox.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The system database: its schema, and its content written from a population. */
public final class PortaDatabase {

  /** Newest migration of 3scale 2.15. */
  public static final String SCHEMA_VERSION = "20240302090207";

  private PortaDatabase() {}

  /** Creates the 87 tables, the procedure and the 76 triggers; nothing may be there yet. */
  public static void createSchema(Connection connection, long master) throws SQLException {
    SqlScript.run(connection, SqlScript.statements("porta-schema.sql"));
    SqlScript.run(connection, PortaTable.all().stream().map(PortaTable::create).toList());
    SqlScript.run(connection, PortaTriggers.create(master));
  }

  /** Makes the procedure anew, as {@code db:procedures} does. */
  public static void createProcedures(Connection connection) throws SQLException {
    List<String> procedures =
        SqlScript.statements("porta-schema.sql").stream()
            .filter(sql -> sql.contains(" PROCEDURE "))
            .toList();
    SqlScript.run(connection, List.of("DROP PROCEDURE IF EXISTS sp_invoices_friendly_id"));
    SqlScript.run(connection, procedures);
  }

  /** Drops everything in the database, as {@code db:schema:load} with {@code force} does. */
  public static void dropAll(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET FOREIGN_KEY_CHECKS = 0");
      try (var rows =
          statement.executeQuery(
              "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        statement.execute("DROP TABLE `" + table + "`");
      }
      statement.execute("DROP PROCEDURE IF EXISTS sp_invoices_friendly_id");
      statement.execute("SET FOREIGN_KEY_CHECKS = 1");
    }
  }

  /** Schema and content of a population. */
  public static void fill(Connection connection, Population population, long seed, int size)
      throws SQLException {
    createSchema(connection, population.master());
    connection.setAutoCommit(false);
    // Rows that are older than the triggers keep their empty tenant, as in grown installations.
    SqlScript.run(connection, List.of("SET @disable_triggers = 1", "SET FOREIGN_KEY_CHECKS = 0"));
    PortaAccounts.write(connection, population, new Texts(seed + 1));
    PortaServices.write(connection, population, new Texts(seed + 2));
    PortaHistory.write(connection, population, new Texts(seed + 3), size);
    PortaOthers.write(connection, population, new Texts(seed + 5), size);
    SqlScript.run(
        connection, List.of("SET @disable_triggers = NULL", "SET FOREIGN_KEY_CHECKS = 1"));
    connection.commit();
    connection.setAutoCommit(true);
  }
}
