package dev.rekindle.worker.db.importer.target;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Locks of the server that belong to a session and end with it. Who imports into a target holds
 * one, and so does each connection that helps, so that a successor knows which sessions to end and
 * when they have ended.
 */
public interface TargetLock {

  /** Waits a moment for the lock; answers whether this session has it. */
  boolean take() throws SQLException;

  void release() throws SQLException;

  /** Most helpers of one import. */
  int MOST_HELPERS = 16;

  /**
   * Makes this session a helper that a successor will find; false when a predecessor's helper with
   * this number is not gone yet.
   */
  boolean join(int helper) throws SQLException;

  /** The sessions of others that help. */
  List<Long> helpers() throws SQLException;

  /** The session of somebody else that has the lock; null when there is none. */
  @Nullable Long holder() throws SQLException;

  /** Ends a session; one that ended meanwhile is fine. */
  void end(long session) throws SQLException;

  /** How long this session waits for locked rows, in seconds; 0 for what the server does else. */
  void waitForRows(int seconds) throws SQLException;

  /** Whether a statement failed because somebody else holds what it needs. */
  boolean isBusy(SQLException e);
}
