package dev.rekindle.worker.db.importer.mysql;

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
import java.util.Set;
import java.util.function.Consumer;

/** MySQL and MariaDB. */
public final class MySqlDialect implements Dialect {

  /** A name in backticks. */
  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** Logs in without selecting a database. */
  @Override
  public Session open(DatabaseAddress address) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", address.username());
    properties.setProperty("password", address.password());
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("tcpKeepAlive", "true");
    // A server must not be able to ask this process for its files.
    properties.setProperty("allowLocalInfile", "false");
    properties.setProperty("allowPublicKeyRetrieval", "true");
    String url = "jdbc:mariadb://" + address.host() + ":" + address.port() + "/";
    Session session = new Session(DriverManager.getConnection(url, properties));
    session.execute("SET NAMES utf8mb4");
    return session;
  }

  @Override
  public DatabaseProblem problem(String what, SQLException e) {
    return MySqlProblems.of(what, e);
  }

  @Override
  public DatabaseProblem connectProblem(DatabaseAddress address, SQLException e) {
    return MySqlProblems.ofConnect(address, e);
  }

  @Override
  public boolean isFull(SQLException e) {
    // Too many connections: of the server, of the user, of the user an hour.
    return Set.of(1040, 1203, 1226).contains(e.getErrorCode());
  }

  @Override
  public boolean isDeadlock(SQLException e) {
    return e.getErrorCode() == 1213 || e.getErrorCode() == 1205;
  }

  @Override
  public String sharing() {
    return " LOCK IN SHARE MODE";
  }

  @Override
  public TargetLock lock(Session session, String target) {
    return new MySqlLock(session, target);
  }

  @Override
  public DatabaseAddress administration(DatabaseAddress address) {
    return address;
  }

  @Override
  public Dialect forAdministration() {
    return this;
  }

  @Override
  public boolean hasLedgerInEachDatabase() {
    return false;
  }

  @Override
  public Shelf shelf(Session session) {
    return new MySqlShelf(session);
  }

  @Override
  public Database database(Session session, String name) {
    return new MySqlDatabase(session, name);
  }

  @Override
  public DumpSurvey survey(DumpSource dump, Consumer<DumpStream> progress)
      throws IOException, DumpRefused {
    return Surveys.mysql(dump, progress);
  }

  @Override
  public Loader loader(HeldTarget target, Owners owners, Map<String, Long> bytes)
      throws SQLException {
    return new MySqlLoader(target, this, owners, bytes);
  }

  @Override
  public boolean isSchemaTransactional() {
    return false;
  }

  @Override
  public boolean makesOnlyWhatIsNamed() {
    return true;
  }

  @Override
  public String secondsSince(String column) {
    return "TIMESTAMPDIFF(SECOND, " + column + ", CURRENT_TIMESTAMP(3))";
  }

  @Override
  public String instantType() {
    return "TIMESTAMP(3)";
  }

  @Override
  public String schemaOptions() {
    return " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  }

  @Override
  public String tableOptions() {
    return " ENGINE=InnoDB";
  }
}
