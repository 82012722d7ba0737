package dev.rekindle.worker.db.importer.target;

import java.sql.SQLException;

/** A target whose fence an attempt has raised. Every change of rows goes through here. */
public final class HeldTarget {

  /** A change within a transaction. */
  public interface Change {
    void make() throws SQLException;
  }

  private final Session session;
  private final Fence fence;
  private final Ledger ledger;
  private final ImportWatch watch;
  private final int chunkBytes;

  HeldTarget(Session session, Fence fence, Ledger ledger, ImportWatch watch, int chunkBytes) {
    this.session = session;
    this.fence = fence;
    this.ledger = ledger;
    this.watch = watch;
    this.chunkBytes = chunkBytes;
  }

  public Session session() {
    return session;
  }

  public ImportWatch watch() {
    return watch;
  }

  /** About how many bytes of rows one transaction holds. */
  public int chunkBytes() {
    return chunkBytes;
  }

  Ledger ledger() {
    return ledger;
  }

  /**
   * Makes a change in a transaction that commits only while no higher token was seen.
   *
   * @param to how far in the dump it comes, for the watch
   */
  void change(long to, Change change) throws SQLException {
    session.begin();
    try {
      fence.confirm();
      change.make();
      watch.beforeCommit(to);
      session.commit();
    } catch (SQLException | RuntimeException e) {
      session.rollbackQuietly();
      throw e;
    }
    watch.committed(to);
  }
}
