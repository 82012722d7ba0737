package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.plan.ImportRun;
import java.sql.SQLException;

/**
 * Removes the spans that a finished import wrote down, under the fence. The fence's token and what
 * the target was last given to stay.
 */
public final class LedgerCleanup {

  /** What became of the spans. */
  public sealed interface Outcome {
    /** No import has written a ledger. */
    record NoLedger() implements Outcome {}

    /** The last import has not finished: its successor needs them. */
    record Kept() implements Outcome {}

    /** They are gone. */
    record Removed(int chunks) implements Outcome {}
  }

  private LedgerCleanup() {}

  static Outcome run(Dialect dialect, Session session, Claim claim) throws SQLException {
    if (!Ledger.isInstalled(session)) {
      return new Outcome.NoLedger();
    }
    Fence fence = new Fence(session, dialect, claim);
    fence.take();
    Outcome outcome = remove(fence, session, new Ledger(session, claim));
    fence.release();
    return outcome;
  }

  private static Outcome remove(Fence fence, Session session, Ledger ledger) throws SQLException {
    session.begin();
    try {
      fence.confirm(session);
      Outcome outcome =
          ledger.run().phase() == ImportRun.Phase.FINISHED
              ? new Outcome.Removed(ledger.forgetChunks())
              : new Outcome.Kept();
      session.commit();
      return outcome;
    } catch (SQLException | RuntimeException e) {
      session.rollbackQuietly();
      throw e;
    }
  }
}
