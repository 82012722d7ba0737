package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.plan.DoneRanges;
import dev.rekindle.worker.db.importer.plan.ImportRun;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one target, tables in the schema {@code rekindle} of its server: which import the
 * target is given to, and which spans of the dump are in it.
 */
public final class Ledger {

  private final Session session;
  private final Claim claim;

  Ledger(Session session, Claim claim) {
    this.session = session;
    this.claim = claim;
  }

  /**
   * Makes the tables of fence and ledger, unless they are there: a plain user may not make them.
   */
  static void install(Session session, Dialect dialect) throws SQLException {
    if (isInstalled(session)) {
      return;
    }
    session.run("CREATE SCHEMA IF NOT EXISTS rekindle" + dialect.schemaOptions());
    table(
        session,
        dialect,
        "fence",
        """
        target VARCHAR(64) NOT NULL PRIMARY KEY, token BIGINT NOT NULL,
        restore_id VARCHAR(36) NOT NULL, stage VARCHAR(40) NOT NULL, attempt INTEGER NOT NULL,
        held BOOLEAN NOT NULL, seen_at %s NOT NULL DEFAULT CURRENT_TIMESTAMP(3)\
        """);
    table(
        session,
        dialect,
        "import_run",
        """
        target VARCHAR(64) NOT NULL PRIMARY KEY, restore_id VARCHAR(36) NOT NULL,
        stage VARCHAR(40) NOT NULL, sha256 VARCHAR(64) NOT NULL, chunk_bytes INTEGER NOT NULL,
        phase VARCHAR(16) NOT NULL, database_options VARCHAR(200) NOT NULL, emptied TEXT NOT NULL,
        fingerprint VARCHAR(64) NOT NULL, changed_at %s NOT NULL DEFAULT CURRENT_TIMESTAMP(3)\
        """);
    // Last, because it tells that all are there.
    table(
        session,
        dialect,
        "import_chunk",
        """
        target VARCHAR(64) NOT NULL, from_offset BIGINT NOT NULL, to_offset BIGINT NOT NULL,
        subject VARCHAR(200) NOT NULL, row_count BIGINT NOT NULL, token BIGINT NOT NULL,
        PRIMARY KEY (target, from_offset)\
        """);
  }

  private static void table(Session session, Dialect dialect, String name, String columns)
      throws SQLException {
    session.run(
        "CREATE TABLE IF NOT EXISTS rekindle.%s (%s)%s"
            .formatted(name, columns.formatted(dialect.instantType()), dialect.tableOptions()));
  }

  static boolean isInstalled(Session session) throws SQLException {
    return session.number(
            "SELECT COUNT(*) FROM information_schema.tables"
                + " WHERE table_schema = 'rekindle' AND table_name = 'import_chunk'")
        == 1;
  }

  /** What the target was last given to. */
  ImportRun run() throws SQLException {
    List<List<@Nullable String>> rows =
        session.table(
            "SELECT restore_id, stage, sha256, chunk_bytes, phase, database_options, fingerprint"
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
        row.get(5),
        row.get(6));
  }

  /** The tables that the last import into a target emptied on purpose. */
  static List<String> emptied(Session session, String target) throws SQLException {
    String names =
        isInstalled(session)
            ? session.text("SELECT emptied FROM rekindle.import_run WHERE target = ?", target)
            : null;
    return names == null || names.isEmpty() ? List.of() : List.of(names.split("\n"));
  }

  /** The restore whose import into a target has begun and not ended; empty when there is none. */
  static String unfinished(Session session, String target) throws SQLException {
    String restore =
        isInstalled(session)
            ? session.text(
                "SELECT restore_id FROM rekindle.import_run WHERE target = ? AND phase <> 'FINISHED'",
                target)
            : null;
    return restore == null ? "" : restore;
  }

  /** Writes the intent to empty the target; within a transaction. */
  void begin(ImportRun run, List<String> emptied) throws SQLException {
    forget();
    session.execute(
        "INSERT INTO rekindle.import_run (target, restore_id, stage, sha256, chunk_bytes, phase,"
            + " database_options, emptied, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
        claim.target(),
        run.restore(),
        run.stage(),
        run.sha256(),
        run.chunkBytes(),
        run.phase().name(),
        run.databaseOptions(),
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

  /** A sign of life. */
  void touch() throws SQLException {
    session.execute(
        "UPDATE rekindle.import_run SET changed_at = CURRENT_TIMESTAMP(3) WHERE target = ?"
            + " AND EXISTS (SELECT 1 FROM rekindle.fence f WHERE f.target = ? AND f.token = ?)",
        claim.target(),
        claim.target(),
        claim.token());
  }

  /** Forgets what the target was given to, and all spans; within a transaction. */
  void forget() throws SQLException {
    forgetChunks();
    session.execute("DELETE FROM rekindle.import_run WHERE target = ?", claim.target());
  }

  /** Forgets the spans that are in the target; answers how many there were. */
  int forgetChunks() throws SQLException {
    return session.execute("DELETE FROM rekindle.import_chunk WHERE target = ?", claim.target());
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
  void record(Session on, long from, long to, String subject, long rows) throws SQLException {
    on.execute(
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
