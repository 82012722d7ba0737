package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.input.MySqlDumpReader;
import dev.rekindle.worker.db.importer.input.MySqlInventory;
import dev.rekindle.worker.db.importer.input.MySqlPiece;
import dev.rekindle.worker.db.importer.input.RawBytes;
import dev.rekindle.worker.db.importer.target.ChunkWriter;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.Dialect;
import dev.rekindle.worker.db.importer.target.HeldTarget;
import dev.rekindle.worker.db.importer.target.Loader;
import dev.rekindle.worker.db.importer.target.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Executes the pieces of a dump that the ledger does not have yet. Rows go in chunks, each in one
 * transaction with its ledger row and the fence; the schema goes statement by statement; views,
 * triggers, routines and events come after all data.
 */
final class MySqlLoader implements Loader {

  /**
   * What a schema statement answers that was executed but not recorded before its attempt died:
   * table, routine, trigger or event exists or is gone, key exists or is gone, database too.
   */
  private static final Set<Integer> DONE_BEFORE =
      Set.of(1007, 1008, 1050, 1051, 1061, 1091, 1304, 1305, 1359, 1360, 1517, 1537, 4092);

  /** Unknown or read-only variable, right missing: a session setting this server does not need. */
  private static final Set<Integer> SETTING_REFUSED = Set.of(1193, 1227, 1238);

  /**
   * MariaDB ignored the value of a generated column, which it computes itself; mariadb-dump writes
   * such values.
   */
  private static final String GENERATED_COLUMN = "1906";

  private static final int DEFERRED_BYTES = 32 << 20;

  private final Session session;
  private final HeldTarget target;
  private final Dialect dialect;
  private final List<Deferred> deferred = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long deferredLength;

  /** A statement for later, with what its session had set when it stood in the dump. */
  private record Deferred(MySqlPiece.Statement statement, List<String> settings) {}

  MySqlLoader(HeldTarget target, Dialect dialect) {
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
    MySqlDumpReader reader = new MySqlDumpReader(stream, target.chunkBytes());
    MySqlInventory inventory = new MySqlInventory();
    ChunkWriter<MySqlPiece> writer = new ChunkWriter<>(target, dialect, this::insert);
    for (MySqlPiece piece = reader.next(); piece != null; piece = reader.next()) {
      inventory.add(piece);
      switch (piece) {
        case MySqlPiece.Rows rows ->
            writer.add(rows, rows.table(), rows.tuples().length(), rows.rows());
        case MySqlPiece.Statement statement -> {
          writer.flush();
          execute(statement, writer);
        }
      }
      target.watch().at("loading", stream);
    }
    writer.flush();
    stream.prove();
    for (Deferred later : deferred) {
      target.watch().at("creating views, triggers and routines", stream);
      applySettings(later.settings());
      change(later.statement(), writer);
    }
    return inventory.build(reader.header(), reader.completedAt());
  }

  private ChunkWriter.Stored insert(MySqlPiece piece) throws SQLException {
    MySqlPiece.Rows rows = (MySqlPiece.Rows) piece;
    RawStatement.Effect effect = RawStatement.send(session, rows.head(), rows.tuples());
    return new ChunkWriter.Stored(
        effect.affected(), effect.warnings() == 0 ? List.of() : warnings(effect.warnings()));
  }

  /** The warnings that may mean changed data; some are said even when not all could be read. */
  private List<String> warnings(int count) throws SQLException {
    List<List<@Nullable String>> all = session.table("SHOW WARNINGS");
    List<String> serious =
        all.stream()
            .filter(row -> !GENERATED_COLUMN.equals(row.get(1)))
            .limit(3)
            .map(row -> row.get(1) + " " + row.get(2))
            .toList();
    return serious.isEmpty() && all.size() < count
        ? List.of(count - all.size() + " that the server does not tell")
        : serious;
  }

  private void execute(MySqlPiece.Statement statement, ChunkWriter<MySqlPiece> writer)
      throws SQLException {
    switch (statement.kind()) {
      case SESSION -> setting(statement.text());
      case TABLE -> change(statement, writer);
      case PROGRAM -> defer(statement);
      case CONTROL, DATABASE -> {}
      case SERVER -> notes.add("skipped, it changes the server: " + statement.text().beginning(80));
      case UNKNOWN ->
          throw DatabaseProblem.permanent(
              ProblemCode.ARTIFACT_UNSUPPORTED,
              "The dump holds a statement that mysqldump does not write: '%s' at byte %d"
                  .formatted(statement.text().beginning(60), statement.from()));
    }
  }

  private void setting(RawBytes text) throws SQLException {
    try {
      RawStatement.send(session, text);
    } catch (SQLException e) {
      if (!SETTING_REFUSED.contains(e.getErrorCode())) {
        throw e;
      }
      notes.add("skipped, unknown here: " + text.beginning(80));
    }
    if (text.text().toUpperCase(Locale.ROOT).contains("UNIQUE_CHECKS")) {
      // Without them MariaDB says that it stored a duplicate which it left out: its bulk insert
      // into an empty table, since 10.7. InnoDB need not look for duplicates in other indexes.
      session.run("SET SESSION unique_checks = 1");
    }
  }

  private void change(MySqlPiece.Statement statement, ChunkWriter<MySqlPiece> writer)
      throws SQLException {
    if (writer.isDone(statement)) {
      return;
    }
    try {
      RawStatement.send(session, statement.text());
    } catch (SQLException e) {
      if (!writer.isAtFrontier() || !DONE_BEFORE.contains(e.getErrorCode())) {
        throw dialect.problem(
            "'%s' at byte %d".formatted(statement.text().beginning(80), statement.from()), e);
      }
    }
    // A statement on the schema ends the transaction it stands in: what it did is recorded after
    // it.
    writer.change(statement, () -> {});
  }

  private void defer(MySqlPiece.Statement statement) throws SQLException {
    deferredLength += statement.text().length();
    if (deferredLength > DEFERRED_BYTES) {
      throw DatabaseProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "Views, triggers and routines of the dump are longer than %d bytes"
              .formatted(DEFERRED_BYTES));
    }
    List<String> settings =
        session
            .table("SELECT @@sql_mode, @@character_set_client, @@collation_connection, @@time_zone")
            .getFirst()
            .stream()
            .map(String::valueOf)
            .toList();
    deferred.add(new Deferred(statement, settings));
  }

  private void applySettings(List<String> settings) throws SQLException {
    session.execute(
        "SET sql_mode = ?, character_set_client = ?, collation_connection = ?, time_zone = ?",
        settings.toArray());
  }
}
