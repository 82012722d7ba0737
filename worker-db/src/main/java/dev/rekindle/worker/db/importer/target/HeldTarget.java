package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.input.DumpStream;
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
  private final Pulse pulse;
  private final int chunkBytes;
  private final boolean resumed;
  private final Lanes lanes;

  /**
   * @param resumed whether work of an earlier attempt is kept
   * @param lanes whose sessions the fence admitted
   */
  HeldTarget(
      Session session,
      Fence fence,
      Ledger ledger,
      Pulse pulse,
      int chunkBytes,
      boolean resumed,
      Lanes lanes) {
    this.session = session;
    this.fence = fence;
    this.ledger = ledger;
    this.pulse = pulse;
    this.chunkBytes = chunkBytes;
    this.resumed = resumed;
    this.lanes = lanes;
  }

  /** The session that holds the lock of the target. */
  public Session session() {
    return session;
  }

  /** The connections beside it. */
  public Lanes lanes() {
    return lanes;
  }

  /** About how many bytes of rows one transaction holds. */
  public int chunkBytes() {
    return chunkBytes;
  }

  /** Whether work of an earlier attempt is kept, which may have died in the middle of anything. */
  public boolean isResumed() {
    return resumed;
  }

  /** Says how the import goes on; throws to end it. */
  public void at(String step, DumpStream stream) {
    pulse.at(step, stream);
  }

  Ledger ledger() {
    return ledger;
  }

  /** Records a span in the ledger, within the transaction of its change. */
  void record(Session on, long from, long to, String subject, long rows) throws SQLException {
    long began = System.nanoTime();
    ledger.record(on, from, to, subject, rows);
    pulse.watch().bookkept(System.nanoTime() - began);
  }

  /** Ends the attempt when a higher token was seen. */
  public void confirm(Session on) throws SQLException {
    fence.confirm(on);
  }

  /** Says that a step was made that the server's catalogue proves. */
  public void mark(Session on, long to) throws SQLException {
    change(on, to, () -> {});
  }

  /**
   * Makes a change in a transaction that commits only while no higher token was seen.
   *
   * @param to how far in the dump it comes, for the watch
   */
  public void change(Session on, long to, Change change) throws SQLException {
    on.begin();
    try {
      long began = System.nanoTime();
      fence.confirm(on);
      pulse.watch().bookkept(System.nanoTime() - began);
      change.make();
      pulse.watch().beforeCommit(to);
      on.commit();
    } catch (SQLException | RuntimeException e) {
      on.rollbackQuietly();
      throw e;
    }
    pulse.watch().committed(to);
  }
}
