package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.importer.target.TargetLock;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Advisory locks. They belong to a database, so that one key each is enough for it; in the
 * maintenance database each target has a key of its own.
 */
final class PostgresLock implements TargetLock {

  private static final String FAMILY = "1919249259, ";
  private static final long HOLDER = 1;
  private static final long HELPER = 2;

  private final Session session;
  private final long holder;

  private PostgresLock(Session session, long holder) {
    this.session = session;
    this.holder = holder;
  }

  /** For the database that the session is in. */
  static PostgresLock ofDatabase(Session session) {
    return new PostgresLock(session, HOLDER);
  }

  /** For a database that the session is not in. */
  static PostgresLock ofName(Session session, String target) {
    return new PostgresLock(session, 3L + (target.hashCode() & 0x3fff_ffff));
  }

  @Override
  public boolean take() throws SQLException {
    boolean taken = session.truth("SELECT pg_try_advisory_lock(" + FAMILY + holder + ")");
    if (!taken) {
      session.text("SELECT pg_sleep(0.1)");
    }
    return taken;
  }

  @Override
  public void release() throws SQLException {
    session.text("SELECT pg_advisory_unlock(" + FAMILY + holder + ")");
  }

  @Override
  public boolean join(int helper) throws SQLException {
    return session.truth("SELECT pg_try_advisory_lock_shared(" + FAMILY + HELPER + ")");
  }

  @Override
  public @Nullable Long holder() throws SQLException {
    List<Long> holders = sessions(holder);
    return holders.isEmpty() ? null : holders.getFirst();
  }

  @Override
  public List<Long> helpers() throws SQLException {
    // In the maintenance database nobody has helpers.
    return holder == HOLDER ? sessions(HELPER) : List.of();
  }

  private List<Long> sessions(long key) throws SQLException {
    return session
        .column(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"
                + " AND classid = 1919249259 AND objid = "
                + key
                + " AND objsubid = 2 AND database ="
                + " (SELECT oid FROM pg_database WHERE datname = current_database())"
                + " AND pid <> pg_backend_pid()")
        .stream()
        .map(Long::valueOf)
        .toList();
  }

  @Override
  public void end(long other) throws SQLException {
    session.text("SELECT pg_terminate_backend(" + other + ")");
  }

  @Override
  public void waitForRows(int seconds) throws SQLException {
    session.run(seconds == 0 ? "RESET lock_timeout" : "SET lock_timeout = '" + seconds + "s'");
  }

  @Override
  public boolean isBusy(SQLException e) {
    // lock_not_available, deadlock_detected
    return "55P03".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
  }
}
