package dev.rekindle.worker.db.importer.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.plan.FenceRow;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The fence of one target: a row in {@code rekindle.fence} that keeps the highest token, and a lock
 * without which nobody changes the schema. A successor raises the row, ends the predecessor's
 * session, waits for the lock, and only then begins.
 */
public final class Fence {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The row of the fence is held by whoever loads: signs of life go to that of the run. */
  private static final String LAST_WORD =
      "COALESCE((SELECT MAX(r.changed_at) FROM rekindle.import_run r"
          + " WHERE r.target = f.target AND r.changed_at > f.seen_at), f.seen_at)";

  private final Session session;
  private final Dialect dialect;
  private final TargetLock lock;
  private final Claim claim;

  Fence(Session session, Dialect dialect, Claim claim) {
    this.session = session;
    this.dialect = dialect;
    this.lock = dialect.lock(session, claim.target());
    this.claim = claim;
  }

  /** Something done by an attempt on the session that is to hold the target. */
  interface Work<T> {
    T on(Session session) throws SQLException;
  }

  /** A session that was ended by a successor fails like any other: asks the fence why. */
  static <T> T explaining(
      Dialect dialect, DatabaseAddress address, Claim claim, String what, Work<T> work) {
    try (Session session = DatabaseServer.connect(dialect, address)) {
      return work.on(session);
    } catch (SQLException e) {
      throw explained(dialect, address, claim, dialect.problem(what + " " + address, e));
    } catch (DatabaseProblem problem) {
      throw explained(dialect, address, claim, problem);
    }
  }

  private static RuntimeException explained(
      Dialect dialect, DatabaseAddress address, Claim claim, DatabaseProblem problem) {
    if (!(problem.getCause() instanceof SQLException)) {
      return problem;
    }
    try (Session fresh = dialect.open(address)) {
      FenceRow row = look(fresh, dialect, claim.target());
      if (row != null && row.token() > claim.token()) {
        return new TargetSuperseded(row.token());
      }
    } catch (SQLException unreachable) {
      problem.addSuppressed(unreachable);
    }
    return problem;
  }

  /** Raises the fence and gets the lock. */
  void take() throws SQLException {
    lock.waitForRows(2);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!raise()) {
      giveUpAfter(end);
      endOthers();
    }
    while (!lock.take()) {
      giveUpAfter(end);
      confirm(session);
      endOthers();
    }
    while (endOthers()) {
      giveUpAfter(end);
      LockSupport.parkNanos(50_000_000);
    }
    confirm(session);
    lock.waitForRows(0);
  }

  /** False when somebody has the row locked. */
  private boolean raise() throws SQLException {
    session.begin();
    try {
      FenceRow row = look(session, dialect, claim.target(), " FOR UPDATE");
      refuseUnlessFree(row);
      session.execute(
          row == null
              ? "INSERT INTO rekindle.fence (token, restore_id, stage, attempt, held, seen_at,"
                  + " target) VALUES (?, ?, ?, ?, TRUE, CURRENT_TIMESTAMP(3), ?)"
              : "UPDATE rekindle.fence SET token = ?, restore_id = ?, stage = ?, attempt = ?,"
                  + " held = TRUE, seen_at = CURRENT_TIMESTAMP(3) WHERE target = ?",
          claim.token(),
          claim.restore(),
          claim.stage(),
          claim.attempt(),
          claim.target());
      session.commit();
      return true;
    } catch (SQLException e) {
      session.rollbackQuietly();
      // 23: somebody else has put the first row there.
      if (lock.isBusy(e) || String.valueOf(e.getSQLState()).startsWith("23")) {
        refuseUnlessFree(look(session, dialect, claim.target(), ""));
        return false;
      }
      throw e;
    }
  }

  private void refuseUnlessFree(@Nullable FenceRow row) {
    if (row == null) {
      return;
    }
    switch (row.judge(claim)) {
      case FenceRow.Verdict.Free() -> {}
      case FenceRow.Verdict.Superseded(long seen) -> {
        session.rollbackQuietly();
        throw new TargetSuperseded(seen);
      }
      case FenceRow.Verdict.HeldBy(String restore) -> {
        session.rollbackQuietly();
        throw DatabaseProblem.passing(
            ProblemCode.TARGET_HELD,
            "Database %s is held by restore %s, which is at work"
                .formatted(claim.target(), restore));
      }
    }
  }

  /** The fence of a target; null when it has none. */
  static @Nullable FenceRow look(Session session, Dialect dialect, String target)
      throws SQLException {
    return Ledger.isInstalled(session) ? look(session, dialect, target, "") : null;
  }

  private static @Nullable FenceRow look(
      Session session, Dialect dialect, String target, String locking) throws SQLException {
    List<List<@Nullable String>> rows =
        session.table(
            "SELECT token, restore_id, CASE WHEN held THEN 1 ELSE 0 END, "
                + dialect.secondsSince(LAST_WORD)
                + " FROM rekindle.fence f WHERE target = ?"
                + locking,
            target);
    if (rows.isEmpty()) {
      return null;
    }
    List<String> row = rows.getFirst().stream().map(String::valueOf).toList();
    return new FenceRow(
        Long.parseLong(row.get(0)),
        row.get(1),
        row.get(2).equals("1"),
        dialect.lock(session, target).holder() != null,
        Duration.ofSeconds(Math.max(0, Long.parseLong(row.get(3)))));
  }

  /**
   * First statement of the transaction of a change, on whatever session makes it: keeps the token
   * from being raised until the transaction ends, or ends the attempt when a higher one was seen.
   */
  void confirm(Session on) throws SQLException {
    String mine =
        on.text(
            "SELECT token FROM rekindle.fence WHERE target = ? AND token = ?" + dialect.sharing(),
            claim.target(),
            claim.token());
    if (mine == null) {
      long seen = on.number("SELECT token FROM rekindle.fence WHERE target = ?", claim.target());
      on.rollbackQuietly();
      throw new TargetSuperseded(seen);
    }
  }

  /** Makes a session a helper of the holder, which must still be one. */
  void admit(Session helper, int number) throws SQLException {
    if (!dialect.lock(helper, claim.target()).join(number)) {
      throw DatabaseProblem.passing(
          ProblemCode.CONFLICT, "A predecessor's session on the target has not ended yet");
    }
    // In this order: a successor raises the token and then looks for helpers.
    confirm(helper);
  }

  /** Gives the target back; the token stays. */
  void release() throws SQLException {
    release(session, claim);
    lock.release();
  }

  /** Gives the target back for a holder whose session is gone. */
  static void release(Session session, Claim claim) throws SQLException {
    session.execute(
        "UPDATE rekindle.fence SET held = FALSE WHERE target = ? AND token = ?",
        claim.target(),
        claim.token());
  }

  /** Ends the sessions of a predecessor; whether there were any. */
  private boolean endOthers() throws SQLException {
    List<Long> others = new ArrayList<>(lock.helpers());
    Long holder = lock.holder();
    if (holder != null) {
      others.add(holder);
    }
    for (long other : others) {
      lock.end(other);
    }
    return !others.isEmpty();
  }

  private static void giveUpAfter(long end) {
    if (System.nanoTime() > end) {
      throw DatabaseProblem.passing(
          ProblemCode.CONFLICT, "The predecessor's session did not end within " + PATIENCE);
    }
  }
}
