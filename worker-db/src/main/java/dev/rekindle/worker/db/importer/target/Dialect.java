package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;

/** What one family of servers spells or does in its own way. Has no state. */
public interface Dialect {

  /** Logs in. */
  Session open(DatabaseAddress address) throws SQLException;

  /**
   * What an error of the server means.
   *
   * @param what was being done, for people
   */
  DatabaseProblem problem(String what, SQLException e);

  /** What a failed login means. */
  DatabaseProblem connectProblem(DatabaseAddress address, SQLException e);

  /** Whether the server refused a login because it has too many. */
  boolean isFull(SQLException e);

  /** Whether the server rolled a transaction back because another one was in its way. */
  boolean isDeadlock(SQLException e);

  TargetLock lock(Session session, String target);

  /** Where databases are made, renamed and dropped; not in the one that it happens to. */
  DatabaseAddress administration(DatabaseAddress address);

  /** This dialect with the locks that it takes there. */
  Dialect forAdministration();

  /** Whether fence and ledger of a database lie in it, and move with it. */
  boolean hasLedgerInEachDatabase();

  /** The databases of the server, through a session there. */
  Shelf shelf(Session session);

  Database database(Session session, String name);

  /** Reads a whole dump without executing any of it; proves trailer and digest. */
  DumpSurvey survey(DumpSource dump, Consumer<DumpStream> progress) throws IOException, DumpRefused;

  /**
   * What loads a dump.
   *
   * @param bytes of rows by table in the whole dump; empty when nobody has read it
   */
  Loader loader(HeldTarget target, ImportOrder.Owners owners, Map<String, Long> bytes)
      throws SQLException;

  /** Whether a statement that changes the schema commits and rolls back like one on rows. */
  boolean isSchemaTransactional();

  /** Whether the server makes no trigger or routine that the dump does not name. */
  boolean makesOnlyWhatIsNamed();

  /** What follows a SELECT that keeps its row from being changed, but lets others do the same. */
  String sharing();

  /** Whole seconds since a point in time, as SQL. */
  String secondsSince(String column);

  /** The SQL type of a point in time with milliseconds. */
  String instantType();

  /** What follows CREATE SCHEMA for the ledger. */
  String schemaOptions();

  /** What follows CREATE TABLE for the ledger. */
  String tableOptions();
}
