package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.plan.AsideRow;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The row of one target in {@code rekindle.aside}: which databases beside it are ours. */
final class AsideLedger {

  private final Session session;
  private final String target;

  AsideLedger(Session session, String target) {
    this.session = session;
    this.target = target;
  }

  static void install(Session session, Dialect dialect) throws SQLException {
    Ledger.install(session, dialect);
    if (!isInstalled(session)) {
      session.run(
          "CREATE TABLE IF NOT EXISTS rekindle.aside (target VARCHAR(64) NOT NULL PRIMARY KEY,"
              + " restore_id VARCHAR(36) NOT NULL, phase VARCHAR(16) NOT NULL, step INTEGER NOT NULL)"
              + dialect.tableOptions());
    }
  }

  private static boolean isInstalled(Session session) throws SQLException {
    return session.number(
            "SELECT COUNT(*) FROM information_schema.tables"
                + " WHERE table_schema = 'rekindle' AND table_name = 'aside'")
        == 1;
  }

  /** Null when nothing of the target was ever put beside it, or all of it is gone. */
  @Nullable AsideRow row() throws SQLException {
    if (!isInstalled(session)) {
      return null;
    }
    List<List<@Nullable String>> rows =
        session.table(
            "SELECT restore_id, phase, step FROM rekindle.aside WHERE target = ?", target);
    if (rows.isEmpty()) {
      return null;
    }
    List<String> row = rows.getFirst().stream().map(String::valueOf).toList();
    return new AsideRow(
        row.get(0), AsideRow.Phase.valueOf(row.get(1)), Integer.parseInt(row.get(2)));
  }

  /** Within a transaction. */
  void put(AsideRow row) throws SQLException {
    forget();
    session.execute(
        "INSERT INTO rekindle.aside (target, restore_id, phase, step) VALUES (?, ?, ?, ?)",
        target,
        row.restore(),
        row.phase().name(),
        row.step());
  }

  /** Within a transaction. */
  void forget() throws SQLException {
    session.execute("DELETE FROM rekindle.aside WHERE target = ?", target);
  }
}
