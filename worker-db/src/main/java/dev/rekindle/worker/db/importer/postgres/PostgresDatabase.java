package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.input.PostgresInventory;
import dev.rekindle.worker.db.importer.target.Database;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One database of PostgreSQL, the ledger in it excepted. */
final class PostgresDatabase extends Database {

  /** Schemas that hold the application's objects. */
  private static final String OURS =
      "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'rekindle')";

  private static final String SEQUENCE = "sequence ";

  private static final String TABLES =
      "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
          + OURS
          + " AND c.relkind = '%s' AND "
          + notOfExtension("pg_class", "c")
          + " ORDER BY 1";

  PostgresDatabase(Session session) {
    super(session);
  }

  private static String notOfExtension(String catalog, String alias) {
    return "NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '%s'::regclass AND d.objid = %s.oid AND d.deptype = 'e')"
        .formatted(catalog, alias);
  }

  /** Who is logged in is in it. */
  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public List<String> tables() throws SQLException {
    return session.column(TABLES.formatted("r"));
  }

  /** Rows of tables that inherit from it are theirs. */
  @Override
  protected String qualified(String table) {
    return "ONLY " + table;
  }

  @Override
  public Map<String, Long> programs() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    counts.put(
        "TRIGGER",
        session.number(
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND "
                + OURS));
    counts.put(
        "FUNCTION",
        session.number(
            "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE "
                + OURS
                + " AND "
                + notOfExtension("pg_proc", "p")));
    long large = PostgresLargeObjects.count(session);
    if (large > 0) {
      counts.put(PostgresInventory.LARGE_OBJECT, large);
    }
    return counts;
  }

  @Override
  protected List<String> contents() throws SQLException {
    List<String> all = new ArrayList<>(tables());
    session.column(TABLES.formatted("S")).forEach(sequence -> all.add(SEQUENCE + sequence));
    if (PostgresLargeObjects.count(session) > 0) {
      all.add(PostgresInventory.LARGE_OBJECT);
    }
    return all;
  }

  /** Of a table the number of rows and a sum of their digests, of a sequence its state. */
  @Override
  protected Checksum checksum(String content) throws SQLException {
    if (content.equals(PostgresInventory.LARGE_OBJECT)) {
      return PostgresLargeObjects.checksum(session);
    }
    if (!content.startsWith(SEQUENCE)) {
      return PostgresChecksum.ofTable(session, content);
    }
    String sequence = content.substring(SEQUENCE.length());
    return new Checksum(
        sequence + " " + session.text("SELECT last_value || ' ' || is_called FROM " + sequence), 0);
  }

  @Override
  protected boolean checksumsCount() {
    return true;
  }

  @Override
  protected boolean isEmpty() throws SQLException {
    return session.truth(
            "SELECT NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                + OURS
                + " AND "
                + notOfExtension("pg_class", "c")
                + ") AND NOT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE "
                + OURS
                + " AND "
                + notOfExtension("pg_proc", "p")
                + ") AND NOT EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE "
                + OURS
                + " AND "
                + notOfExtension("pg_type", "t")
                + ")")
        && PostgresLargeObjects.count(session) == 0;
  }

  @Override
  protected long bytes() throws SQLException {
    return session.number("SELECT pg_database_size(current_database())");
  }

  @Override
  public List<String> visitors() throws SQLException {
    return session.column(
        "SELECT coalesce(usename, '?') || '@' || coalesce(host(client_addr), 'local') ||"
            + " ' (' || application_name || ', pid ' || pid || ')' FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND coalesce(usename, '') <> '' ORDER BY pid LIMIT 10");
  }

  /**
   * Drops every object a plain owner may drop, in the caller's transaction. Objects of extensions
   * and the schema public stay.
   */
  @Override
  protected void drop() throws SQLException {
    session.run("SET LOCAL lock_timeout = '15s'");
    session.run("SET LOCAL search_path = pg_catalog");
    session.run("SET LOCAL client_min_messages = warning");
    drop("r", "TABLE");
    drop("p", "TABLE");
    drop("v", "VIEW");
    drop("m", "MATERIALIZED VIEW");
    drop("f", "FOREIGN TABLE");
    drop("S", "SEQUENCE");
    PostgresLargeObjects.drop(session);
    for (String statement : session.column(routines())) {
      session.run(statement);
    }
    for (String statement : session.column(types())) {
      session.run(statement);
    }
    for (String statement : session.column(schemas())) {
      session.run(statement);
    }
  }

  /** It was never gone. */
  @Override
  protected void create(String options) {}

  @Override
  protected String options() {
    return "";
  }

  @Override
  protected void truncate(List<String> tables) throws SQLException {
    session.run("TRUNCATE " + String.join(", ", tables));
  }

  /** Indexes are sorted in as much memory as a server of this size can spare. */
  @Override
  protected void prepareLoading() throws SQLException {
    session.text(
        "SELECT set_config('maintenance_work_mem', greatest(pg_size_bytes(current_setting("
            + "'maintenance_work_mem')), least(pg_size_bytes('256MB'), pg_size_bytes("
            + "current_setting('shared_buffers')))) / 1024 || 'kB', false)");
    // Rows and their ledger row are lost together: what counts is that the end is durable.
    session.run("SET synchronous_commit = off");
  }

  @Override
  protected void prepareProof() throws SQLException {
    session.run("SET search_path = pg_catalog");
    session.run("SET TimeZone = 'UTC'");
    PostgresDialect.makeDurable(session);
  }

  @Override
  protected void beginReading() throws SQLException {
    session.begin();
    session.run("SET TRANSACTION READ ONLY");
  }

  @Override
  protected String version() throws SQLException {
    return String.valueOf(session.text("SELECT current_setting('server_version')"));
  }

  @Override
  protected boolean isReadOnly() throws SQLException {
    return session.truth(
        "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'");
  }

  @Override
  protected List<String> unsafeSettings() throws SQLException {
    return off("full_page_writes");
  }

  @Override
  protected List<String> undurableSettings() throws SQLException {
    return off("fsync");
  }

  private List<String> off(String setting) throws SQLException {
    return session.column(
        "SELECT name || ' = off' FROM pg_settings WHERE name = ? AND setting = 'off'", setting);
  }

  @Override
  protected List<String> missingRights() throws SQLException {
    return session.truth("SELECT has_database_privilege(current_database(), 'CREATE')")
        ? List.of()
        : List.of("CREATE on the database (its owner has it)");
  }

  private void drop(String relkind, String what) throws SQLException {
    for (String name : session.column(TABLES.formatted(relkind))) {
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
