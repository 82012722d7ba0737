package dev.rekindle.worker.db.postgres;

import dev.rekindle.worker.kit.artifact.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts, fingerprints and removes what is in a database, the ledger excepted. */
final class PostgresContent {

  /** Schemas that hold the application's objects. */
  private static final String OURS =
      "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'rekindle')";

  private static final String TABLES =
      "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
          + OURS
          + " AND c.relkind = '%s' AND "
          + notOfExtension("pg_class", "c")
          + " ORDER BY 1";

  private final PostgresSession session;

  PostgresContent(PostgresSession session) {
    this.session = session;
  }

  private static String notOfExtension(String catalog, String alias) {
    return "NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '%s'::regclass AND d.objid = %s.oid AND d.deptype = 'e')"
        .formatted(catalog, alias);
  }

  private List<String> names(String sql) throws SQLException {
    return session.table(sql).stream().map(row -> String.valueOf(row.getFirst())).toList();
  }

  /** Qualified, quoted names. */
  List<String> tables() throws SQLException {
    return names(TABLES.formatted("r"));
  }

  Map<String, Long> rows() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (String table : tables()) {
      rows.put(table, session.number("SELECT count(*) FROM " + table));
    }
    return rows;
  }

  /** Triggers and functions by kind. */
  Map<String, Long> programs() throws SQLException {
    return Map.of(
        "TRIGGER",
        session.number(
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND "
                + OURS),
        "FUNCTION",
        session.number(
            "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE "
                + OURS
                + " AND "
                + notOfExtension("pg_proc", "p")));
  }

  /** SHA-256 over the number of rows and a sum of row digests of every table, and sequences. */
  String fingerprint() throws SQLException {
    MessageDigest sha = Digests.sha256();
    for (String table : tables()) {
      String sum =
          session.text(
              "SELECT count(*) || ':' || coalesce(sum(('x' || substr(md5(rekindle_row::text), 1,"
                  + " 15))::bit(60)::bigint), 0) FROM "
                  + table
                  + " AS rekindle_row");
      sha.update((table + " " + sum + "\n").getBytes(StandardCharsets.UTF_8));
    }
    for (String sequence : names(TABLES.formatted("S"))) {
      String value = session.text("SELECT last_value || ' ' || is_called FROM " + sequence);
      sha.update((sequence + " " + value + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Digests.hex(sha);
  }

  /** Sessions of others in this database. */
  List<String> visitors() throws SQLException {
    return names(
        "SELECT coalesce(usename, '?') || '@' || coalesce(host(client_addr), 'local') ||"
            + " ' (' || application_name || ', pid ' || pid || ')' FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND coalesce(usename, '') <> '' ORDER BY pid LIMIT 10");
  }

  /**
   * Drops every object a plain owner may drop, in the caller's transaction. Objects of extensions
   * and the schema public stay.
   */
  void dropAll() throws SQLException {
    session.run("SET LOCAL lock_timeout = '15s'");
    session.run("SET LOCAL search_path = pg_catalog");
    session.run("SET LOCAL client_min_messages = warning");
    drop("r", "TABLE");
    drop("p", "TABLE");
    drop("v", "VIEW");
    drop("m", "MATERIALIZED VIEW");
    drop("f", "FOREIGN TABLE");
    drop("S", "SEQUENCE");
    for (String statement : names(routines())) {
      session.run(statement);
    }
    for (String statement : names(types())) {
      session.run(statement);
    }
    for (String statement : names(schemas())) {
      session.run(statement);
    }
  }

  private void drop(String relkind, String what) throws SQLException {
    for (String name : names(TABLES.formatted(relkind))) {
      session.run("DROP " + what + " IF EXISTS " + name + " CASCADE");
    }
  }

  private String routines() throws SQLException {
    // prokind came with 11; before there were only functions and aggregates.
    String kind =
        session.number("SELECT current_setting('server_version_num')") >= 110_000
            ? "CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END"
            : "CASE WHEN p.proisagg THEN 'AGGREGATE' ELSE 'FUNCTION' END";
    return "SELECT 'DROP ' || "
        + kind
        + " || ' IF EXISTS ' || p.oid::regprocedure || ' CASCADE' FROM pg_proc p"
        + " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE "
        + OURS
        + " AND "
        + notOfExtension("pg_proc", "p");
  }

  private static String types() {
    return "SELECT 'DROP ' || CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END || ' IF EXISTS '"
        + " || quote_ident(n.nspname) || '.' || quote_ident(t.typname) || ' CASCADE'"
        + " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace"
        + " LEFT JOIN pg_class c ON c.oid = t.typrelid WHERE "
        + OURS
        + " AND (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')) AND "
        + notOfExtension("pg_type", "t");
  }

  private static String schemas() {
    return "SELECT 'DROP SCHEMA ' || quote_ident(n.nspname) || ' CASCADE' FROM pg_namespace n WHERE "
        + OURS
        + " AND n.nspname <> 'public' AND pg_has_role(n.nspowner, 'USAGE') AND "
        + notOfExtension("pg_namespace", "n")
        + " AND NOT EXISTS (SELECT FROM pg_extension e WHERE e.extnamespace = n.oid)";
  }
}
