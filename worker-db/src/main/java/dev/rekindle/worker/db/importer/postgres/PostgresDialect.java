package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.input.Surveys;
import dev.rekindle.worker.db.importer.target.Database;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.Dialect;
import dev.rekindle.worker.db.importer.target.HeldTarget;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.Loader;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.importer.target.Shelf;
import dev.rekindle.worker.db.importer.target.TargetLock;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * PostgreSQL, as a plain owner. The database itself stays: its objects are dropped in one
 * transaction.
 */
public final class PostgresDialect implements Dialect {

  /** Every server has it, and no application should. */
  static final String MAINTENANCE = "postgres";

  private final boolean administers;

  public PostgresDialect() {
    this(false);
  }

  private PostgresDialect(boolean administers) {
    this.administers = administers;
  }

  @Override
  public Session open(DatabaseAddress address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "rekindle");
    // Texts are decided by the server: dumps hold whole statements, no parameters.
    properties.setProperty("preferQueryMode", "simple");
    String url =
        "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database();
    Session session = new Session(DriverManager.getConnection(url, properties));
    session.run("SET TimeZone = 'UTC'");
    makeDurable(session);
    return session;
  }

  /** What commits from now on survives a crash of the server, with all that committed before it. */
  static void makeDurable(Session session) throws SQLException {
    session.text(
        "SELECT pg_catalog.set_config(name, CASE reset_val WHEN 'off' THEN 'on' ELSE reset_val END,"
            + " false) FROM pg_catalog.pg_settings WHERE name = 'synchronous_commit'");
  }

  @Override
  public DatabaseProblem problem(String what, SQLException e) {
    return PostgresProblems.of(what, e);
  }

  @Override
  public DatabaseProblem connectProblem(DatabaseAddress address, SQLException e) {
    return PostgresProblems.ofConnect(address, e);
  }

  @Override
  public boolean isFull(SQLException e) {
    // too_many_connections, also for one role or database
    return "53300".equals(e.getSQLState());
  }

  @Override
  public boolean isDeadlock(SQLException e) {
    // deadlock_detected, serialization_failure
    return "40P01".equals(e.getSQLState()) || "40001".equals(e.getSQLState());
  }

  @Override
  public String sharing() {
    return " FOR SHARE";
  }

  @Override
  public TargetLock lock(Session session, String target) {
    return administers ? PostgresLock.ofName(session, target) : PostgresLock.ofDatabase(session);
  }

  @Override
  public DatabaseAddress administration(DatabaseAddress address) {
    return address.named(MAINTENANCE);
  }

  @Override
  public Dialect forAdministration() {
    return new PostgresDialect(true);
  }

  @Override
  public boolean hasLedgerInEachDatabase() {
    return true;
  }

  @Override
  public Shelf shelf(Session session) {
    return new PostgresShelf(session);
  }

  @Override
  public Database database(Session session, String name) {
    return new PostgresDatabase(session);
  }

  @Override
  public DumpSurvey survey(DumpSource dump, Consumer<DumpStream> progress)
      throws IOException, DumpRefused {
    return Surveys.postgres(dump, progress);
  }

  @Override
  public Loader loader(HeldTarget target, Owners owners, Map<String, Long> bytes)
      throws SQLException {
    return new PostgresLoader(target, this, owners);
  }

  @Override
  public boolean isSchemaTransactional() {
    return true;
  }

  /** Triggers of partitions are made by the server. */
  @Override
  public boolean makesOnlyWhatIsNamed() {
    return false;
  }

  @Override
  public String secondsSince(String column) {
    return "extract(epoch FROM clock_timestamp() - " + column + ")::bigint";
  }

  @Override
  public String instantType() {
    return "TIMESTAMP(3) WITH TIME ZONE";
  }

  @Override
  public String schemaOptions() {
    return "";
  }

  @Override
  public String tableOptions() {
    return "";
  }
}
