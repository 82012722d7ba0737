package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.input.PostgresDumpReader;
import dev.rekindle.worker.db.importer.input.PostgresInventory;
import dev.rekindle.worker.db.importer.input.PostgresPiece;
import dev.rekindle.worker.db.importer.target.ChunkWriter;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.Dialect;
import dev.rekindle.worker.db.importer.target.HeldTarget;
import dev.rekindle.worker.db.importer.target.Loader;
import dev.rekindle.worker.db.importer.target.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Executes the pieces of a dump that the ledger does not have yet, each (or each chunk of rows) in
 * one transaction with its ledger row and the fence: in PostgreSQL this holds for the schema too.
 */
final class PostgresLoader implements Loader {

  /** Unknown parameter, value refused, right missing: a setting this server does not need. */
  private static final Set<String> SETTING_REFUSED = Set.of("42704", "22023", "42501");

  /** Role unknown, right missing, object unknown because its creation was skipped. */
  private static final Set<String> OWNERSHIP_REFUSED = Set.of("42704", "42501", "0LP01");

  private final Session session;
  private final HeldTarget target;
  private final Dialect dialect;
  private final List<String> notes = new ArrayList<>();

  PostgresLoader(HeldTarget target, Dialect dialect) {
    this.target = target;
    this.session = target.session();
    this.dialect = dialect;
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public DumpSurvey load(DumpStream stream) throws SQLException, IOException, DumpRefused {
    PostgresDumpReader reader = new PostgresDumpReader(stream, target.chunkBytes());
    PostgresInventory inventory = new PostgresInventory();
    ChunkWriter<PostgresPiece> writer = new ChunkWriter<>(target, dialect, this::insert);
    for (PostgresPiece piece = reader.next(); piece != null; piece = reader.next()) {
      inventory.add(piece);
      switch (piece) {
        case PostgresPiece.CopyRows rows ->
            writer.add(rows, rows.table(), rows.lines().length(), rows.rows());
        case PostgresPiece.Statement s -> execute(s, writer);
      }
      target.watch().at("loading", stream);
    }
    writer.flush();
    stream.prove();
    return inventory.build(reader.header());
  }

  private void execute(PostgresPiece.Statement s, ChunkWriter<PostgresPiece> writer)
      throws SQLException {
    switch (s.kind()) {
      case INSERT -> writer.add(s, PostgresInventory.insertedTable(s.text()), s.text().length(), 1);
      case SESSION -> {
        writer.flush();
        setting(s);
      }
      case SCHEMA -> change(s, Set.of(), writer);
      case NAMESPACE -> change(s, Set.of("42P06"), writer);
      case OWNERSHIP -> change(s, OWNERSHIP_REFUSED, writer);
      case EXTENSION ->
          change(s, s.text().beginning(8).equals("COMMENT ") ? Set.of("42501") : Set.of(), writer);
      case DATABASE -> notes.add("skipped: " + s.text().beginning(80));
      case UNKNOWN ->
          throw DatabaseProblem.permanent(
              ProblemCode.ARTIFACT_UNSUPPORTED,
              "The dump holds a statement that this version cannot import: '%s' at byte %d"
                  .formatted(s.text().beginning(60), s.from()));
    }
  }

  private ChunkWriter.Stored insert(PostgresPiece piece) throws SQLException {
    long stored =
        switch (piece) {
          case PostgresPiece.CopyRows rows -> copy(rows.copy().text(), rows.lines().toByteArray());
          case PostgresPiece.Statement s -> session.run(s.text().text());
        };
    return new ChunkWriter.Stored(stored, List.of());
  }

  /** Sends lines in COPY text format as they are; answers how many rows the server took. */
  private long copy(String statement, byte[] lines) throws SQLException {
    CopyIn copy = session.jdbc().unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      copy.writeToCopy(lines, 0, lines.length);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void setting(PostgresPiece.Statement s) throws SQLException {
    try {
      session.run(s.text().text());
    } catch (SQLException e) {
      if (!SETTING_REFUSED.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      notes.add("skipped, unknown here: " + s.text().beginning(80));
    }
  }

  private void change(
      PostgresPiece.Statement s, Set<String> tolerated, ChunkWriter<PostgresPiece> writer)
      throws SQLException {
    writer.flush();
    if (!writer.isDone(s)) {
      writer.change(s, () -> run(s, tolerated));
    }
  }

  private void run(PostgresPiece.Statement s, Set<String> tolerated) throws SQLException {
    Savepoint before = session.jdbc().setSavepoint();
    try {
      session.run(s.text().text());
    } catch (SQLException e) {
      if (!tolerated.contains(String.valueOf(e.getSQLState()))) {
        throw dialect.problem("'%s' at byte %d".formatted(s.text().beginning(80), s.from()), e);
      }
      session.jdbc().rollback(before);
      notes.add("skipped (" + e.getSQLState() + "): " + s.text().beginning(80));
    }
  }
}
