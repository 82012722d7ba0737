package dev.rekindle.worker.db.postgres;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.database.ImportWatch;
import dev.rekindle.worker.db.dump.DumpRefused;
import dev.rekindle.worker.db.dump.DumpStream;
import dev.rekindle.worker.db.dump.DumpSurvey;
import dev.rekindle.worker.db.dump.PostgresDumpReader;
import dev.rekindle.worker.db.dump.PostgresInventory;
import dev.rekindle.worker.db.dump.PostgresPiece;
import dev.rekindle.worker.db.ledger.DoneRanges;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Executes the pieces of a dump that the ledger does not have yet, each (or each chunk of rows) in
 * one transaction with its ledger row and the fence: in PostgreSQL this holds for the schema too.
 */
final class PostgresLoader {

  /** Unknown parameter, value refused, right missing: a setting this server does not need. */
  private static final Set<String> SETTING_REFUSED = Set.of("42704", "22023", "42501");

  /** Role unknown, right missing, object unknown because its creation was skipped. */
  private static final Set<String> OWNERSHIP_REFUSED = Set.of("42704", "42501", "0LP01");

  private final PostgresSession session;
  private final PostgresFence fence;
  private final PostgresLedger ledger;
  private final DoneRanges done;
  private final ImportWatch watch;
  private final int chunkBytes;
  private final List<PostgresPiece> chunk = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private String chunkTable = "";
  private long chunkLength;

  PostgresLoader(
      PostgresSession session,
      PostgresFence fence,
      PostgresLedger ledger,
      DoneRanges done,
      ImportWatch watch,
      int chunkBytes) {
    this.session = session;
    this.fence = fence;
    this.ledger = ledger;
    this.done = done;
    this.watch = watch;
    this.chunkBytes = chunkBytes;
  }

  /** What was left out on purpose. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Loads everything; answers what the dump holds. */
  DumpSurvey load(DumpStream stream) throws SQLException, IOException, DumpRefused {
    PostgresDumpReader reader = new PostgresDumpReader(stream, chunkBytes);
    PostgresInventory inventory = new PostgresInventory();
    for (PostgresPiece piece = reader.next(); piece != null; piece = reader.next()) {
      inventory.add(piece);
      switch (piece) {
        case PostgresPiece.CopyRows rows -> collect(rows, rows.table(), rows.lines().length());
        case PostgresPiece.Statement s -> statement(s);
      }
      watch.at("loading", stream);
    }
    flush();
    stream.prove();
    return inventory.build(reader.header());
  }

  private void statement(PostgresPiece.Statement s) throws SQLException {
    switch (s.kind()) {
      case INSERT -> collect(s, PostgresInventory.insertedTable(s.text()), s.text().length());
      case SESSION -> {
        flush();
        setting(s);
      }
      case SCHEMA -> change(s, Set.of());
      case NAMESPACE -> change(s, Set.of("42P06"));
      case OWNERSHIP -> change(s, OWNERSHIP_REFUSED);
      case EXTENSION ->
          change(s, s.text().beginning(8).equals("COMMENT ") ? Set.of("42501") : Set.of());
      case DATABASE -> notes.add("skipped: " + s.text().beginning(80));
      case UNKNOWN ->
          throw StageProblem.permanent(
              ProblemCode.ARTIFACT_UNSUPPORTED,
              "The dump holds a statement that this version cannot import: '%s' at byte %d"
                  .formatted(s.text().beginning(60), s.from()));
    }
  }

  private void collect(PostgresPiece piece, String table, int length) throws SQLException {
    if (done.covers(piece.from(), piece.to())) {
      return;
    }
    if (!chunkTable.equals(table)) {
      flush();
      chunkTable = table;
    }
    chunk.add(piece);
    chunkLength += length;
    if (chunkLength >= chunkBytes) {
      flush();
    }
  }

  private void flush() throws SQLException {
    if (chunk.isEmpty()) {
      return;
    }
    long to = chunk.getLast().to();
    long count = 0;
    fence.confirm();
    for (PostgresPiece piece : chunk) {
      count += insert(piece);
    }
    ledger.record(chunk.getFirst().from(), to, chunkTable, count);
    watch.beforeCommit(to);
    session.commit();
    chunk.clear();
    chunkLength = 0;
    watch.committed(to);
  }

  private long insert(PostgresPiece piece) throws SQLException {
    try {
      long stored =
          switch (piece) {
            case PostgresPiece.CopyRows rows ->
                session.copy(rows.copy().text(), rows.lines().toByteArray());
            case PostgresPiece.Statement s -> session.run(s.text().text());
          };
      long wanted = piece instanceof PostgresPiece.CopyRows rows ? rows.rows() : 1;
      if (stored != wanted) {
        session.rollbackQuietly();
        throw StageProblem.permanent(
            ProblemCode.DATA_REFUSED,
            "The server stored %d of %d rows of %s".formatted(stored, wanted, place(piece)));
      }
      return stored;
    } catch (SQLException e) {
      session.rollbackQuietly();
      throw PostgresProblems.of("Rows of " + place(piece), e);
    }
  }

  private String place(PostgresPiece piece) {
    return "table %s, bytes %d to %d of the decompressed dump"
        .formatted(chunkTable, piece.from(), piece.to());
  }

  private void setting(PostgresPiece.Statement s) throws SQLException {
    try {
      session.run(s.text().text());
      session.commit();
    } catch (SQLException e) {
      session.rollbackQuietly();
      if (!SETTING_REFUSED.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      notes.add("skipped, unknown here: " + s.text().beginning(80));
    }
  }

  private void change(PostgresPiece.Statement s, Set<String> tolerated) throws SQLException {
    flush();
    if (done.covers(s.from(), s.to())) {
      return;
    }
    fence.confirm();
    Savepoint before = session.jdbc().setSavepoint();
    try {
      session.run(s.text().text());
    } catch (SQLException e) {
      if (!tolerated.contains(String.valueOf(e.getSQLState()))) {
        session.rollbackQuietly();
        throw PostgresProblems.of("'%s' at byte %d".formatted(s.text().beginning(80), s.from()), e);
      }
      session.jdbc().rollback(before);
      notes.add("skipped (" + e.getSQLState() + "): " + s.text().beginning(80));
    }
    ledger.record(s.from(), s.to(), "schema", 0);
    session.commit();
    watch.committed(s.to());
  }
}
