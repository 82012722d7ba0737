package dev.rekindle.worker.db.mysql;

import dev.rekindle.worker.db.database.DatabaseAddress;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server is asked before anything else. */
final class MySqlServer {

  private MySqlServer() {}

  static MySqlSession connect(DatabaseAddress address) {
    try {
      return MySqlSession.open(address);
    } catch (SQLException e) {
      throw MySqlProblems.ofConnect(address.toString(), e);
    }
  }

  /** Character set and collation of a database, as CREATE DATABASE takes them. */
  static String options(MySqlSession session, String database) throws SQLException {
    List<@Nullable String> row =
        session
            .table(
                "SELECT default_character_set_name, default_collation_name"
                    + " FROM information_schema.schemata WHERE schema_name = ?",
                database)
            .getFirst();
    return " CHARACTER SET " + row.get(0) + " COLLATE " + row.get(1);
  }
}
