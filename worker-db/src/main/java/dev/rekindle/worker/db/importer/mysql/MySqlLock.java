package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.importer.target.TargetLock;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Named locks of the server: one for each target, and one for each number of a helper. */
final class MySqlLock implements TargetLock {

  /** InnoDB waited too long for a row. */
  private static final int LOCK_WAIT = 1205;

  private static final int DEADLOCK = 1213;
  private static final int NO_SUCH_SESSION = 1094;

  private final Session session;
  private final String name;

  MySqlLock(Session session, String target) {
    this.session = session;
    String readable = "rekindle:" + target;
    // Names of locks have at most 64 letters.
    this.name =
        readable.length() <= 60 ? readable : "rekindle#" + Integer.toHexString(target.hashCode());
  }

  @Override
  public boolean take() throws SQLException {
    return session.truth("SELECT GET_LOCK(?, 1)", name);
  }

  @Override
  public void release() throws SQLException {
    session.execute("DO RELEASE_LOCK(?)", name);
  }

  @Override
  public @Nullable Long holder() throws SQLException {
    long holder = session.number("SELECT NULLIF(IS_USED_LOCK(?), CONNECTION_ID())", name);
    return holder == 0 ? null : holder;
  }

  @Override
  public boolean join(int helper) throws SQLException {
    return session.truth("SELECT GET_LOCK(?, 10)", helper(helper));
  }

  @Override
  public List<Long> helpers() throws SQLException {
    List<Long> helpers = new ArrayList<>();
    for (int helper = 1; helper <= MOST_HELPERS; helper++) {
      long id = session.number("SELECT NULLIF(IS_USED_LOCK(?), CONNECTION_ID())", helper(helper));
      if (id != 0) {
        helpers.add(id);
      }
    }
    return helpers;
  }

  private String helper(int number) {
    return name + ":" + number;
  }

  @Override
  public void end(long other) throws SQLException {
    try {
      session.run("KILL " + other);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_SESSION) {
        throw e;
      }
    }
  }

  @Override
  public void waitForRows(int seconds) throws SQLException {
    session.run("SET SESSION innodb_lock_wait_timeout = " + (seconds == 0 ? "DEFAULT" : seconds));
  }

  @Override
  public boolean isBusy(SQLException e) {
    return e.getErrorCode() == LOCK_WAIT || e.getErrorCode() == DEADLOCK;
  }
}
