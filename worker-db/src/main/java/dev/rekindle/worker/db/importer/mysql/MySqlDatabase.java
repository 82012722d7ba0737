package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.target.Database;
import dev.rekindle.worker.db.importer.target.Programs;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One database of MySQL or MariaDB. */
final class MySqlDatabase extends Database {

  private final String name;

  MySqlDatabase(Session session, String name) {
    super(session);
    this.name = name;
  }

  @Override
  public boolean exists() throws SQLException {
    return session.number(
            "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = ?", name)
        == 1;
  }

  @Override
  public List<String> tables() throws SQLException {
    return session.column(
        "SELECT table_name FROM information_schema.tables"
            + " WHERE table_schema = ? AND table_type = 'BASE TABLE' ORDER BY table_name",
        name);
  }

  @Override
  protected String qualified(String table) {
    return MySqlDialect.quote(name) + "." + MySqlDialect.quote(table);
  }

  @Override
  public Map<String, Long> programs() throws SQLException {
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
    for (List<@Nullable String> row : session.table(sql, name)) {
      counts.put(String.valueOf(row.get(0)), Long.valueOf(String.valueOf(row.get(1))));
    }
  }

  @Override
  protected List<String> contents() throws SQLException {
    return tables();
  }

  @Override
  protected Checksum checksum(String table) throws SQLException {
    return new Checksum(
        table + " " + session.table("CHECKSUM TABLE " + qualified(table)).getFirst().get(1), 0);
  }

  @Override
  protected boolean checksumsCount() {
    return false;
  }

  @Override
  protected boolean isEmpty() throws SQLException {
    return session.number(
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ?", name)
            == 0
        && programs().isEmpty();
  }

  @Override
  protected long bytes() throws SQLException {
    return session.number(
        "SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables"
            + " WHERE table_schema = ?",
        name);
  }

  @Override
  public List<String> visitors() throws SQLException {
    return session.column(
        "SELECT CONCAT(user, '@', host, ' (session ', id, ')')"
            + " FROM information_schema.processlist"
            + " WHERE db = ? AND id <> CONNECTION_ID() ORDER BY id LIMIT 10",
        name);
  }

  /** Character set and collation. */
  @Override
  protected String options() throws SQLException {
    List<@Nullable String> row =
        session
            .table(
                "SELECT default_character_set_name, default_collation_name"
                    + " FROM information_schema.schemata WHERE schema_name = ?",
                name)
            .getFirst();
    return " CHARACTER SET " + row.get(0) + " COLLATE " + row.get(1);
  }

  @Override
  protected void drop() throws SQLException {
    session.run("DROP DATABASE IF EXISTS " + MySqlDialect.quote(name));
  }

  @Override
  protected void create(String options) throws SQLException {
    session.run("CREATE DATABASE " + MySqlDialect.quote(name) + options);
  }

  @Override
  protected void truncate(List<String> tables) throws SQLException {
    session.run("SET SESSION foreign_key_checks = 0");
    for (String table : tables) {
      session.run("TRUNCATE TABLE " + qualified(table));
    }
    session.run("SET SESSION foreign_key_checks = 1");
  }

  @Override
  protected void prepareLoading() throws SQLException {
    session.run("USE " + MySqlDialect.quote(name));
    session.run("SET SESSION foreign_key_checks = 0, SESSION max_error_count = 65535");
  }

  @Override
  protected void prepareProof() throws SQLException {
    session.run("SET NAMES utf8mb4");
    session.run("SET SESSION foreign_key_checks = 1");
  }

  @Override
  protected void beginReading() throws SQLException {
    session.run("USE " + MySqlDialect.quote(name));
    // The default of MySQL cuts lists after 1024 bytes, with a warning only.
    session.run("SET SESSION group_concat_max_len = 1073741824");
    session.run("START TRANSACTION READ ONLY");
  }

  @Override
  protected String version() throws SQLException {
    return String.valueOf(session.text("SELECT VERSION()"));
  }

  @Override
  protected boolean isReadOnly() throws SQLException {
    return session.truth("SELECT @@GLOBAL.read_only");
  }

  /** That of the redo log is a status; MariaDB has none. */
  @Override
  protected List<String> unsafeSettings() throws SQLException {
    List<String> unsafe =
        new ArrayList<>(settings("VARIABLES", "innodb_doublewrite", "OFF|0|DETECT_ONLY"));
    unsafe.addAll(settings("STATUS", "innodb_redo_log_enabled", "OFF"));
    return unsafe;
  }

  @Override
  protected List<String> undurableSettings() throws SQLException {
    List<String> undurable =
        new ArrayList<>(settings("VARIABLES", "innodb_flush_log_at_trx_commit", "0|2"));
    undurable.addAll(settings("VARIABLES", "innodb_flush_method", "(?i)nosync"));
    return undurable;
  }

  /** A setting with its value, when that matches. */
  private List<String> settings(String what, String name, String values) throws SQLException {
    return session.table("SHOW GLOBAL " + what + " LIKE '" + name + "'").stream()
        .filter(row -> String.valueOf(row.get(1)).matches(values))
        .map(row -> name + " = " + row.get(1))
        .toList();
  }

  @Override
  protected Programs.Obstacles obstacles(Programs programs) throws SQLException {
    return new MySqlPrograms(session).obstacles(programs);
  }

  @Override
  protected List<String> missingRights() throws SQLException {
    String grants = String.valueOf(session.table("SHOW GRANTS"));
    boolean everywhere =
        grants.contains("GRANT ALL PRIVILEGES ON *.*")
            || grants.matches("(?s).*GRANT [^\\]]*\\bCREATE\\b[^\\]]* ON \\*\\.\\* .*");
    return everywhere || grants.contains("`rekindle`")
        ? List.of()
        : List.of("ALL PRIVILEGES on the database rekindle and on the target");
  }
}
