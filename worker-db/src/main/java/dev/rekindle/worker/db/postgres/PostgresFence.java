package dev.rekindle.worker.db.postgres;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.ledger.Claim;
import dev.rekindle.worker.db.ledger.FenceRow;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fence of one database: a row in {@code rekindle.fence} that keeps the highest token, updated
 * in every transaction of an import, and an advisory lock that tells a successor which session to
 * end. Advisory locks belong to a database, so one key is enough.
 */
final class PostgresFence {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String KEY = "1919249259, 1";
  private static final String HOLDER =
      "SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted"
          + " AND classid = 1919249259 AND objid = 1 AND objsubid = 2"
          + " AND database = (SELECT oid FROM pg_catalog.pg_database"
          + " WHERE datname = pg_catalog.current_database())"
          + " AND pid <> pg_catalog.pg_backend_pid()";

  private final PostgresSession session;
  private final Claim claim;

  PostgresFence(PostgresSession session, Claim claim) {
    this.session = session;
    this.claim = claim;
  }

  static void install(PostgresSession session) throws SQLException {
    if (isInstalled(session)) {
      session.commit();
      return;
    }
    session.run("CREATE SCHEMA IF NOT EXISTS rekindle");
    session.run(
        """
        CREATE TABLE IF NOT EXISTS rekindle.fence (
          target text PRIMARY KEY, token bigint NOT NULL, restore_id text NOT NULL,
          stage text NOT NULL, attempt integer NOT NULL, held boolean NOT NULL,
          seen_at timestamptz NOT NULL)\
        """);
    session.commit();
  }

  static boolean isInstalled(PostgresSession session) throws SQLException {
    return session.truth("SELECT to_regclass('rekindle.fence') IS NOT NULL");
  }

  /** Raises the fence and gets the lock. */
  void take() throws SQLException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!raise()) {
      giveUpAfter(end);
      endHolder();
    }
    while (!session.truth("SELECT pg_catalog.pg_try_advisory_lock(" + KEY + ")")) {
      session.commit();
      giveUpAfter(end);
      confirm();
      endHolder();
      pause();
    }
    confirm();
    session.commit();
  }

  private boolean raise() throws SQLException {
    try {
      session.run("SET LOCAL lock_timeout = '2s'");
      refuseUnlessFree(look(session, claim.target(), " FOR UPDATE"));
      session.execute(
          """
          INSERT INTO rekindle.fence (target, token, restore_id, stage, attempt, held, seen_at)
          VALUES (?, ?, ?, ?, ?, true, pg_catalog.clock_timestamp())
          ON CONFLICT (target) DO UPDATE SET token = excluded.token,
            restore_id = excluded.restore_id, stage = excluded.stage, attempt = excluded.attempt,
            held = true, seen_at = excluded.seen_at\
          """,
          claim.target(),
          claim.token(),
          claim.restore(),
          claim.stage(),
          claim.attempt());
      session.commit();
      return true;
    } catch (SQLException e) {
      session.rollbackQuietly();
      // lock_not_available: the predecessor has a transaction open.
      if ("55P03".equals(e.getSQLState())) {
        refuseUnlessFree(look(session, claim.target(), ""));
        session.commit();
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
        throw AttemptEnded.superseded(seen);
      }
      case FenceRow.Verdict.HeldBy(String restore) -> {
        session.rollbackQuietly();
        throw heldBy(claim.target(), restore);
      }
    }
  }

  static StageProblem heldBy(String target, String restore) {
    return StageProblem.passing(
        ProblemCode.TARGET_HELD,
        "Database %s is held by restore %s, which is at work".formatted(target, restore));
  }

  /** The fence of a target; null when it has none. */
  static @Nullable FenceRow look(PostgresSession session, String target, String locking)
      throws SQLException {
    List<List<@Nullable String>> rows =
        session.table(
            "SELECT token, restore_id, held, EXISTS (%s), greatest(0, extract(epoch FROM"
                    .formatted(HOLDER)
                + " pg_catalog.clock_timestamp() - seen_at))::bigint"
                + " FROM rekindle.fence WHERE target = ?"
                + locking,
            target);
    if (rows.isEmpty()) {
      return null;
    }
    List<String> row = rows.getFirst().stream().map(String::valueOf).toList();
    return new FenceRow(
        Long.parseLong(row.get(0)),
        row.get(1),
        row.get(2).equals("t"),
        row.get(3).equals("t"),
        Duration.ofSeconds(Long.parseLong(row.get(4))));
  }

  /** First statement of the transaction of a change: locks the row, or ends the attempt. */
  void confirm() throws SQLException {
    int mine =
        session.execute(
            "UPDATE rekindle.fence SET seen_at = pg_catalog.clock_timestamp()"
                + " WHERE target = ? AND token = ?",
            claim.target(),
            claim.token());
    if (mine != 1) {
      long seen =
          session.number("SELECT token FROM rekindle.fence WHERE target = ?", claim.target());
      session.rollbackQuietly();
      throw AttemptEnded.superseded(seen);
    }
  }

  /** Gives the target back; the token stays. */
  void release() throws SQLException {
    session.execute(
        "UPDATE rekindle.fence SET held = false WHERE target = ? AND token = ?",
        claim.target(),
        claim.token());
    session.commit();
    session.text("SELECT pg_catalog.pg_advisory_unlock(" + KEY + ")");
    session.commit();
  }

  private void endHolder() throws SQLException {
    session.table("SELECT pg_catalog.pg_terminate_backend(pid) FROM (" + HOLDER + ") AS holder");
    session.commit();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AttemptEnded.cancelled("interrupted");
    }
  }

  private static void giveUpAfter(long end) {
    if (System.nanoTime() > end) {
      throw StageProblem.passing(
          ProblemCode.CONFLICT, "The predecessor's session did not end within " + PATIENCE);
    }
  }
}
