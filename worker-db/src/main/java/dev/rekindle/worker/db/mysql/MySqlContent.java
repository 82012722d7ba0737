package dev.rekindle.worker.db.mysql;

import dev.rekindle.worker.kit.artifact.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts and fingerprints what is in a database. */
final class MySqlContent {

  private final MySqlSession session;
  private final String database;

  MySqlContent(MySqlSession session, String database) {
    this.session = session;
    this.database = database;
  }

  boolean exists() throws SQLException {
    return session.number(
            "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = ?", database)
        == 1;
  }

  List<String> tables() throws SQLException {
    return session
        .table(
            "SELECT table_name FROM information_schema.tables"
                + " WHERE table_schema = ? AND table_type = 'BASE TABLE' ORDER BY table_name",
            database)
        .stream()
        .map(row -> String.valueOf(row.getFirst()))
        .toList();
  }

  String qualified(String table) {
    return MySqlSession.quote(database) + "." + MySqlSession.quote(table);
  }

  Map<String, Long> rows() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (String table : tables()) {
      rows.put(table, session.number("SELECT COUNT(*) FROM " + qualified(table)));
    }
    return rows;
  }

  /** Triggers, routines, events and views by kind. */
  Map<String, Long> programs() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    count(
        counts,
        "SELECT 'TRIGGER', COUNT(*) FROM information_schema.triggers WHERE trigger_schema = ?");
    count(counts, "SELECT 'VIEW', COUNT(*) FROM information_schema.views WHERE table_schema = ?");
    count(counts, "SELECT 'EVENT', COUNT(*) FROM information_schema.events WHERE event_schema = ?");
    count(
        counts,
        "SELECT routine_type, COUNT(*) FROM information_schema.routines WHERE routine_schema = ?"
            + " GROUP BY routine_type");
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private void count(Map<String, Long> counts, String sql) throws SQLException {
    for (List<@Nullable String> row : session.table(sql, database)) {
      counts.put(String.valueOf(row.get(0)), Long.valueOf(String.valueOf(row.get(1))));
    }
  }

  /** SHA-256 over the server's checksum of every table and the counts of programs. */
  String fingerprint() throws SQLException {
    MessageDigest sha = Digests.sha256();
    for (String table : tables()) {
      String sum =
          String.valueOf(session.table("CHECKSUM TABLE " + qualified(table)).getFirst().get(1));
      sha.update((table + " " + sum + "\n").getBytes(StandardCharsets.UTF_8));
    }
    sha.update(programs().toString().getBytes(StandardCharsets.UTF_8));
    return Digests.hex(sha);
  }

  /** Sessions of others that are in this database, as {@code user@host}. */
  List<String> visitors() throws SQLException {
    return session
        .table(
            "SELECT CONCAT(user, '@', host, ' (session ', id, ')')"
                + " FROM information_schema.processlist"
                + " WHERE db = ? AND id <> CONNECTION_ID() ORDER BY id LIMIT 10",
            database)
        .stream()
        .map(row -> String.valueOf(row.getFirst()))
        .toList();
  }
}
