package dev.rekindle.worker.db.importer.target;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the server that belongs to a session and ends with it. Who imports into a target holds
 * it, so that a successor knows which session to end and when that has ended.
 */
public interface TargetLock {

  /** Waits a moment for the lock; answers whether this session has it. */
  boolean take() throws SQLException;

  void release() throws SQLException;

  /** The session of somebody else that has the lock; null when there is none. */
  @Nullable Long holder() throws SQLException;

  /** Ends a session; one that ended meanwhile is fine. */
  void end(long session) throws SQLException;

  /** How long this session waits for locked rows, in seconds; 0 for what the server does else. */
  void waitForRows(int seconds) throws SQLException;

  /** Whether a statement failed because somebody else holds what it needs. */
  boolean isBusy(SQLException e);
}
