package dev.rekindle.worker.db.postgres;

import dev.rekindle.worker.db.ledger.Claim;
import dev.rekindle.worker.db.ledger.DoneRanges;
import dev.rekindle.worker.db.ledger.ImportRun;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger of one database; see the fence for where it lives. */
final class PostgresLedger {

  private final PostgresSession session;
  private final Claim claim;

  PostgresLedger(PostgresSession session, Claim claim) {
    this.session = session;
    this.claim = claim;
  }

  static void install(PostgresSession session) throws SQLException {
    session.run(
        """
        CREATE TABLE IF NOT EXISTS rekindle.import_run (
          target text PRIMARY KEY, restore_id text NOT NULL, stage text NOT NULL,
          sha256 text NOT NULL, chunk_bytes integer NOT NULL, phase text NOT NULL,
          emptied text NOT NULL, fingerprint text NOT NULL, changed_at timestamptz NOT NULL)\
        """);
    session.run(
        """
        CREATE TABLE IF NOT EXISTS rekindle.import_chunk (
          target text NOT NULL, from_offset bigint NOT NULL, to_offset bigint NOT NULL,
          subject text NOT NULL, row_count bigint NOT NULL, token bigint NOT NULL,
          PRIMARY KEY (target, from_offset))\
        """);
    session.commit();
  }

  /** What the target was last given to. */
  ImportRun run() throws SQLException {
    List<List<@Nullable String>> rows =
        session.table(
            "SELECT restore_id, stage, sha256, chunk_bytes, phase, fingerprint"
                + " FROM rekindle.import_run WHERE target = ?",
            claim.target());
    session.commit();
    if (rows.isEmpty()) {
      return ImportRun.NONE;
    }
    List<String> row = rows.getFirst().stream().map(String::valueOf).toList();
    return new ImportRun(
        row.get(0),
        row.get(1),
        row.get(2),
        Integer.parseInt(row.get(3)),
        ImportRun.Phase.valueOf(row.get(4)),
        row.get(5));
  }

  /** Begins an import; in the transaction that empties the database. */
  void begin(String sha256, int chunkBytes, List<String> emptied) throws SQLException {
    session.execute("DELETE FROM rekindle.import_chunk WHERE target = ?", claim.target());
    session.execute("DELETE FROM rekindle.import_run WHERE target = ?", claim.target());
    session.execute(
        """
        INSERT INTO rekindle.import_run (target, restore_id, stage, sha256, chunk_bytes, phase,
          emptied, fingerprint, changed_at)
        VALUES (?, ?, ?, ?, ?, 'LOADING', ?, '', pg_catalog.clock_timestamp())\
        """,
        claim.target(),
        claim.restore(),
        claim.stage(),
        sha256,
        chunkBytes,
        String.join("\n", emptied));
  }

  void phase(ImportRun.Phase phase, String fingerprint) throws SQLException {
    session.execute(
        "UPDATE rekindle.import_run SET phase = ?, fingerprint = ?,"
            + " changed_at = pg_catalog.clock_timestamp() WHERE target = ?",
        phase.name(),
        fingerprint,
        claim.target());
  }

  DoneRanges done() throws SQLException {
    DoneRanges done = new DoneRanges();
    for (List<@Nullable String> row :
        session.table(
            "SELECT from_offset, to_offset FROM rekindle.import_chunk WHERE target = ?",
            claim.target())) {
      done.add(
          Long.parseLong(String.valueOf(row.get(0))), Long.parseLong(String.valueOf(row.get(1))));
    }
    session.commit();
    return done;
  }

  /** Records a span; in the transaction of its effect. */
  void record(long from, long to, String subject, long rows) throws SQLException {
    session.execute(
        "INSERT INTO rekindle.import_chunk (target, from_offset, to_offset, subject, row_count,"
            + " token) VALUES (?, ?, ?, ?, ?, ?)",
        claim.target(),
        from,
        to,
        subject,
        rows,
        claim.token());
  }
}
