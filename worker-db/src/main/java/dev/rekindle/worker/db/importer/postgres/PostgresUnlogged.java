package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tables and sequences without a log. A server that crashes empties them and keeps the ledger: they
 * are made with a log, and lose it with the commit that ends the import.
 */
final class PostgresUnlogged {

  private static final Pattern CREATE =
      Pattern.compile(
          "(?is)(CREATE\\s+)UNLOGGED\\s+((TABLE|SEQUENCE)\\s+"
              + PostgresLateStatement.NAME
              + "\\s.*)");

  /** invalid_table_definition: a table that still has a log refers to it. */
  private static final String REFERRED_TO = "42P16";

  private final Map<String, String> kinds = new LinkedHashMap<>();

  /** The statement as it is to be executed; remembers what it makes. */
  String logged(String statement) {
    Matcher create = CREATE.matcher(statement);
    if (!create.matches()) {
      return statement;
    }
    kinds.put(create.group(4), create.group(3));
    return create.group(1) + create.group(2);
  }

  /**
   * Takes the log from what should have none; those that refer to others come first. In the
   * transaction that ends the import: until then a crash of the server must not empty them.
   */
  void finish(Session session) throws SQLException {
    List<String> left = new ArrayList<>();
    for (String name : kinds.keySet()) {
      if (!session.truth(
          "SELECT relpersistence = 'u' FROM pg_catalog.pg_class WHERE oid = ?::regclass", name)) {
        left.add(name);
      }
    }
    while (!left.isEmpty()) {
      List<String> refused = new ArrayList<>();
      for (String name : left) {
        String sql = "ALTER " + kinds.get(name) + " " + name + " SET UNLOGGED";
        Savepoint before = session.jdbc().setSavepoint();
        try {
          session.run(sql);
        } catch (SQLException e) {
          if (!REFERRED_TO.equals(e.getSQLState()) || refused.size() + 1 == left.size()) {
            throw PostgresProblems.of(sql, e);
          }
          session.jdbc().rollback(before);
          refused.add(name);
        }
      }
      left = refused;
    }
  }
}
