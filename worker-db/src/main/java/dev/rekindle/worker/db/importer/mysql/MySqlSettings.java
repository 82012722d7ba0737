package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.List;

/** What a session has set that changes the meaning of a statement on the schema. */
record MySqlSettings(List<String> values) {

  static MySqlSettings of(Session session) throws SQLException {
    return new MySqlSettings(
        session
            .table("SELECT @@sql_mode, @@character_set_client, @@collation_connection, @@time_zone")
            .getFirst()
            .stream()
            .map(String::valueOf)
            .toList());
  }

  void apply(Session session) throws SQLException {
    session.execute(
        "SET sql_mode = ?, character_set_client = ?, collation_connection = ?, time_zone = ?",
        values.toArray());
  }
}
