package dev.rekindle.worker.db.mysql;

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
 * The fence of one target: a row in {@code rekindle.fence} that keeps the highest token, and a
 * named lock of the server without which nobody changes the schema. A successor raises the row,
 * ends the predecessor's session, waits for the lock, and only then begins.
 */
final class MySqlFence {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** InnoDB waited too long for a row. */
  private static final int LOCK_WAIT = 1205;

  private static final int DEADLOCK = 1213;

  private final MySqlSession session;
  private final Claim claim;

  MySqlFence(MySqlSession session, Claim claim) {
    this.session = session;
    this.claim = claim;
  }

  static void install(MySqlSession session) throws SQLException {
    session.execute(
        "CREATE DATABASE IF NOT EXISTS rekindle CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    session.execute(
        """
        CREATE TABLE IF NOT EXISTS rekindle.fence (
          target VARCHAR(64) NOT NULL PRIMARY KEY, token BIGINT NOT NULL,
          restore_id CHAR(36) NOT NULL, stage VARCHAR(40) NOT NULL, attempt INT NOT NULL,
          held BOOLEAN NOT NULL, seen_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
        ) ENGINE=InnoDB\
        """);
  }

  /** Raises the fence and gets the lock. */
  void take() throws SQLException {
    session.execute("SET SESSION innodb_lock_wait_timeout = 2");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!raise()) {
      giveUpAfter(end);
      endHolder();
    }
    while (session.number("SELECT GET_LOCK(?, 1)", lock()) != 1) {
      giveUpAfter(end);
      confirm();
      endHolder();
    }
    confirm();
    session.execute("SET SESSION innodb_lock_wait_timeout = DEFAULT");
  }

  private boolean raise() throws SQLException {
    try {
      session.execute("START TRANSACTION");
      refuseUnlessFree(look(session, claim.target(), " FOR UPDATE"));
      session.execute(
          """
          INSERT INTO rekindle.fence (target, token, restore_id, stage, attempt, held, seen_at)
          VALUES (?, ?, ?, ?, ?, TRUE, CURRENT_TIMESTAMP(3))
          ON DUPLICATE KEY UPDATE token = VALUES(token), restore_id = VALUES(restore_id),
            stage = VALUES(stage), attempt = VALUES(attempt), held = TRUE, seen_at = VALUES(seen_at)
          """,
          claim.target(),
          claim.token(),
          claim.restore(),
          claim.stage(),
          claim.attempt());
      session.execute("COMMIT");
      return true;
    } catch (SQLException e) {
      session.rollbackQuietly();
      if (e.getErrorCode() == LOCK_WAIT || e.getErrorCode() == DEADLOCK) {
        refuseUnlessFree(look(session, claim.target(), ""));
        return false;
      }
      throw e;
    }
  }

  private void refuseUnlessFree(@Nullable FenceRow row) throws SQLException {
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
  static @Nullable FenceRow look(MySqlSession session, String target, String locking)
      throws SQLException {
    List<List<@Nullable String>> rows =
        session.table(
            "SELECT token, restore_id, held, IS_USED_LOCK(?) <=> CONNECTION_ID(),"
                + " IS_USED_LOCK(?) IS NOT NULL,"
                + " TIMESTAMPDIFF(SECOND, seen_at, CURRENT_TIMESTAMP(3))"
                + " FROM rekindle.fence WHERE target = ?"
                + locking,
            lock(target),
            lock(target),
            target);
    if (rows.isEmpty()) {
      return null;
    }
    List<@Nullable String> row = rows.getFirst();
    return new FenceRow(
        Long.parseLong(String.valueOf(row.get(0))),
        String.valueOf(row.get(1)),
        "1".equals(row.get(2)),
        "1".equals(row.get(4)) && !"1".equals(row.get(3)),
        Duration.ofSeconds(Math.max(0, Long.parseLong(String.valueOf(row.get(5))))));
  }

  /**
   * Within the transaction of a change: its commit fails to happen when a higher token was seen.
   */
  void confirm() throws SQLException {
    int mine =
        session.execute(
            "UPDATE rekindle.fence SET seen_at = CURRENT_TIMESTAMP(3) WHERE target = ? AND token = ?",
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
        "UPDATE rekindle.fence SET held = FALSE WHERE target = ? AND token = ?",
        claim.target(),
        claim.token());
    session.execute("DO RELEASE_LOCK(?)", lock());
  }

  private void endHolder() throws SQLException {
    String holder = session.text("SELECT IS_USED_LOCK(?)", lock());
    String mine = session.text("SELECT CONNECTION_ID()");
    if (holder != null && !holder.equals(mine)) {
      try {
        session.execute("KILL " + Long.parseLong(holder));
      } catch (SQLException e) {
        // 1094: it ended by itself.
        if (e.getErrorCode() != 1094) {
          throw e;
        }
      }
    }
  }

  private static void giveUpAfter(long end) {
    if (System.nanoTime() > end) {
      throw StageProblem.passing(
          ProblemCode.CONFLICT, "The predecessor's session did not end within " + PATIENCE);
    }
  }

  private String lock() {
    return lock(claim.target());
  }

  /** Names of locks have at most 64 letters. */
  static String lock(String target) {
    String name = "rekindle:" + target;
    return name.length() <= 64 ? name : "rekindle#" + Integer.toHexString(target.hashCode());
  }
}
