package dev.rekindle.worker.db.mysql;

import dev.rekindle.worker.db.ledger.Claim;
import dev.rekindle.worker.db.ledger.DoneRanges;
import dev.rekindle.worker.db.ledger.ImportRun;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger of one target: which import it is given to, and which spans of the dump are in it. */
final class MySqlLedger {

  private final MySqlSession session;
  private final Claim claim;

  MySqlLedger(MySqlSession session, Claim claim) {
    this.session = session;
    this.claim = claim;
  }

  static void install(MySqlSession session) throws SQLException {
    session.execute(
        """
        CREATE TABLE IF NOT EXISTS rekindle.import_run (
          target VARCHAR(64) NOT NULL PRIMARY KEY, restore_id CHAR(36) NOT NULL,
          stage VARCHAR(40) NOT NULL, sha256 CHAR(64) NOT NULL, chunk_bytes INT NOT NULL,
          phase VARCHAR(16) NOT NULL, database_options VARCHAR(200) NOT NULL,
          emptied TEXT NOT NULL, fingerprint VARCHAR(64) NOT NULL DEFAULT '',
          changed_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
        ) ENGINE=InnoDB\
        """);
    session.execute(
        """
        CREATE TABLE IF NOT EXISTS rekindle.import_chunk (
          target VARCHAR(64) NOT NULL, from_offset BIGINT NOT NULL, to_offset BIGINT NOT NULL,
          subject VARCHAR(200) NOT NULL, row_count BIGINT NOT NULL, token BIGINT NOT NULL,
          PRIMARY KEY (target, from_offset)
        ) ENGINE=InnoDB\
        """);
  }

  /** What the target was last given to. */
  ImportRun run() throws SQLException {
    List<List<@Nullable String>> rows =
        session.table(
            "SELECT restore_id, stage, sha256, chunk_bytes, phase, fingerprint"
                + " FROM rekindle.import_run WHERE target = ?",
            claim.target());
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

  /** The character set and collation that the target had before it was dropped. */
  String databaseOptions() throws SQLException {
    String options =
        session.text(
            "SELECT database_options FROM rekindle.import_run WHERE target = ?", claim.target());
    return options == null ? "" : options;
  }

  /** Writes the intent to empty the target; within a transaction. */
  void beginCleaning(String sha256, int chunkBytes, String databaseOptions, List<String> emptied)
      throws SQLException {
    session.execute("DELETE FROM rekindle.import_chunk WHERE target = ?", claim.target());
    session.execute(
        """
        REPLACE INTO rekindle.import_run
          (target, restore_id, stage, sha256, chunk_bytes, phase, database_options, emptied)
        VALUES (?, ?, ?, ?, ?, 'CLEANING', ?, ?)\
        """,
        claim.target(),
        claim.restore(),
        claim.stage(),
        sha256,
        chunkBytes,
        databaseOptions,
        String.join("\n", emptied));
  }

  void phase(ImportRun.Phase phase, String fingerprint) throws SQLException {
    session.execute(
        "UPDATE rekindle.import_run SET phase = ?, fingerprint = ?,"
            + " changed_at = CURRENT_TIMESTAMP(3) WHERE target = ?",
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
    return done;
  }

  /** Records a span; within the transaction of its data. A span that is there already fails. */
  void record(long from, long to, String subject, long rows) throws SQLException {
    session.execute(
        "INSERT INTO rekindle.import_chunk (target, from_offset, to_offset, subject, row_count,"
            + " token) VALUES (?, ?, ?, ?, ?, ?)",
        claim.target(),
        from,
        to,
        subject.length() > 200 ? subject.substring(0, 200) : subject,
        rows,
        claim.token());
  }
}
