package dev.rekindle.sandbox.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The system database: its schema, and its content written from a population. */
public final class PortaDatabase {

  /** Newest migration of 3scale 2.15. */
  public static final String SCHEMA_VERSION = "20240302090207";

  /** Tables whose triggers give new rows their tenant, with the column that tells the account. */
  private static final Map<String, String> WITH_TRIGGER =
      Map.of(
          "users", "account_id",
          "services", "account_id",
          "policies", "account_id",
          "invoices", "provider_account_id",
          "alerts", "account_id",
          "cms_templates", "provider_id",
          "payment_gateway_settings", "account_id",
          "event_store_events", "provider_id");

  private PortaDatabase() {}

  /** Creates tables, the procedure and the triggers; nothing may be there yet. */
  public static void createSchema(Connection connection, long master) throws SQLException {
    List<String> statements = new ArrayList<>(SqlScript.statements("porta-schema.sql"));
    WITH_TRIGGER.forEach((table, column) -> statements.add(trigger(table, column, master)));
    SqlScript.run(connection, statements);
  }

  /**
   * The trigger as porta makes it: the literal identifier of the master account of the time is part
   * of its body (3scale/porta, lib/system/database/definitions/mysql.rb).
   */
  private static String trigger(String table, String column, long master) {
    return """
    CREATE DEFINER=`root`@`%%` TRIGGER `%1$s_tenant_id` BEFORE INSERT ON `%1$s` FOR EACH ROW
    BEGIN
      IF @disable_triggers IS NULL AND NEW.tenant_id IS NULL AND NEW.%2$s <> %3$d THEN
        SET NEW.tenant_id = NEW.%2$s;
      END IF;
    END\
    """
        .formatted(table, column, master);
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
    SqlScript.run(
        connection, List.of("SET @disable_triggers = NULL", "SET FOREIGN_KEY_CHECKS = 1"));
    connection.commit();
    connection.setAutoCommit(true);
  }
}
