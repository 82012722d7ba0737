package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.plan.Fingerprint;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One database through one session: what is in it, and what is done to it as a whole. */
public abstract class Database {

  /**
   * A checksum of the server's.
   *
   * @param line what it is of, and the sum
   * @param rows of a table, if the sum knows them, otherwise 0
   */
  public record Checksum(String line, long rows) {}

  protected final Session session;

  protected Database(Session session) {
    this.session = session;
  }

  public abstract boolean exists() throws SQLException;

  /** Tables with rows of their own, named as a dump names them, in order. */
  public abstract List<String> tables() throws SQLException;

  /** The name of a table as a statement takes it. */
  protected abstract String qualified(String table);

  /** Triggers, routines, events and views by kind. */
  public abstract Map<String, Long> programs() throws SQLException;

  /** Everything whose content counts: the tables first, then what else there is, in order. */
  protected abstract List<String> contents() throws SQLException;

  /** What the server says of one of the {@link #contents}. */
  protected abstract Checksum checksum(String content) throws SQLException;

  /** Whether a checksum knows how many rows its table has. */
  protected abstract boolean checksumsCount();

  /** Whether nothing is in it that could be lost. */
  protected abstract boolean isEmpty() throws SQLException;

  /** Bytes on the server's disk, indexes included, as it estimates them. */
  protected abstract long bytes() throws SQLException;

  /** Sessions of others that are in this database, for people. */
  public abstract List<String> visitors() throws SQLException;

  /** What {@link #create} must be told to make it again as it is; empty when it has no options. */
  protected abstract String options() throws SQLException;

  /** Removes everything that is in it. */
  protected abstract void drop() throws SQLException;

  /** Makes it as it was, empty. */
  protected abstract void create(String options) throws SQLException;

  protected abstract void truncate(List<String> tables) throws SQLException;

  /** Sets the session up to load. */
  protected abstract void prepareLoading() throws SQLException;

  /** Undoes what {@link #prepareLoading} and the dump set. */
  protected abstract void prepareProof() throws SQLException;

  /** Begins a transaction that can only read, with the database selected. */
  protected abstract void beginReading() throws SQLException;

  /** The server's version as it says it. */
  protected abstract String version() throws SQLException;

  /** Whether the server takes no changes. */
  protected abstract boolean isReadOnly() throws SQLException;

  /**
   * Settings of the server, with their values, under which a crash of it may leave half of what was
   * written, so that neither rows nor ledger can be believed.
   */
  protected abstract List<String> unsafeSettings() throws SQLException;

  /** Settings under which a crash of its machine loses what was committed last. */
  protected abstract List<String> undurableSettings() throws SQLException;

  /** Rights that an import needs and the user lacks, for people. */
  protected abstract List<String> missingRights() throws SQLException;

  /** What stands against making what runs in somebody's name. */
  protected Programs.Obstacles obstacles(Programs programs) throws SQLException {
    return Programs.Obstacles.NONE;
  }

  final boolean hasRows(String table) throws SQLException {
    return session.truth("SELECT EXISTS (SELECT 1 FROM " + qualified(table) + ")");
  }

  /** Rows by table. */
  public final Map<String, Long> rows() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (String table : tables()) {
      rows.put(table, count(table));
    }
    return rows;
  }

  final long count(String table) throws SQLException {
    return session.number("SELECT COUNT(*) FROM " + qualified(table));
  }

  /** SHA-256 over the checksums and the counts of programs. */
  public final String fingerprint() throws SQLException {
    List<String> checksums = new ArrayList<>();
    for (String content : contents()) {
      checksums.add(checksum(content).line());
    }
    return fingerprint(checksums, programs());
  }

  static String fingerprint(List<String> checksums, Map<String, Long> programs) {
    Fingerprint fingerprint = new Fingerprint();
    checksums.forEach(fingerprint::add);
    fingerprint.add(new TreeMap<>(programs).toString());
    return fingerprint.hex();
  }
}
