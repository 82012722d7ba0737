package dev.rekindle.worker.db.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.database.ImportWatch;
import dev.rekindle.worker.db.dump.DumpRefused;
import dev.rekindle.worker.db.dump.DumpStream;
import dev.rekindle.worker.db.dump.DumpSurvey;
import dev.rekindle.worker.db.dump.MySqlDumpReader;
import dev.rekindle.worker.db.dump.MySqlInventory;
import dev.rekindle.worker.db.dump.MySqlPiece;
import dev.rekindle.worker.db.dump.RawBytes;
import dev.rekindle.worker.db.ledger.DoneRanges;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Executes the pieces of a dump that the ledger does not have yet. Rows go in chunks, each in one
 * transaction with its ledger row and the fence; the schema goes statement by statement; views,
 * triggers, routines and events come after all data.
 */
final class MySqlLoader {

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

  private final MySqlSession session;
  private final MySqlFence fence;
  private final MySqlLedger ledger;
  private final DoneRanges done;
  private final ImportWatch watch;
  private final int chunkBytes;
  private final List<MySqlPiece.Rows> chunk = new ArrayList<>();
  private final List<Deferred> deferred = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long chunkLength;
  private long deferredLength;
  private boolean atFrontier;

  /** A statement for later, with what its session had set when it stood in the dump. */
  private record Deferred(MySqlPiece.Statement statement, List<String> settings) {}

  MySqlLoader(
      MySqlSession session,
      MySqlFence fence,
      MySqlLedger ledger,
      DoneRanges done,
      ImportWatch watch,
      int chunkBytes) {
    this.session = session;
    this.fence = fence;
    this.ledger = ledger;
    this.done = done;
    this.watch = watch;
    this.chunkBytes = chunkBytes;
    this.atFrontier = !done.isEmpty();
  }

  /** What was left out on purpose. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Loads everything; answers what the dump holds. */
  DumpSurvey load(DumpStream stream) throws SQLException, IOException, DumpRefused {
    MySqlDumpReader reader = new MySqlDumpReader(stream, chunkBytes);
    MySqlInventory inventory = new MySqlInventory();
    for (MySqlPiece piece = reader.next(); piece != null; piece = reader.next()) {
      inventory.add(piece);
      switch (piece) {
        case MySqlPiece.Rows rows -> collect(rows);
        case MySqlPiece.Statement statement -> {
          flush();
          execute(statement);
        }
      }
      watch.at("loading", stream);
    }
    flush();
    stream.prove();
    for (Deferred later : deferred) {
      watch.at("creating views, triggers and routines", stream);
      applySettings(later.settings());
      change(later.statement());
    }
    session.execute("SET NAMES utf8mb4");
    return inventory.build(reader.header(), reader.completedAt());
  }

  private void collect(MySqlPiece.Rows rows) throws SQLException {
    if (done.covers(rows.from(), rows.to())) {
      return;
    }
    if (!chunk.isEmpty() && !chunk.getFirst().table().equals(rows.table())) {
      flush();
    }
    chunk.add(rows);
    chunkLength += rows.tuples().length();
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
    session.execute("START TRANSACTION");
    fence.confirm();
    for (MySqlPiece.Rows rows : chunk) {
      insert(rows);
      count += rows.rows();
    }
    ledger.record(chunk.getFirst().from(), to, chunk.getFirst().table(), count);
    watch.beforeCommit(to);
    session.execute("COMMIT");
    chunk.clear();
    chunkLength = 0;
    atFrontier = false;
    watch.committed(to);
  }

  private void insert(MySqlPiece.Rows rows) throws SQLException {
    String place =
        "table %s, bytes %d to %d of the decompressed dump"
            .formatted(rows.table(), rows.from(), rows.to());
    MySqlSession.Effect effect;
    try {
      effect = session.raw(rows.head(), rows.tuples());
    } catch (SQLException e) {
      session.rollbackQuietly();
      throw MySqlProblems.of("Rows of " + place, e);
    }
    List<String> warnings = effect.warnings() == 0 ? List.of() : warnings(effect.warnings());
    if (!warnings.isEmpty() || effect.affected() != rows.rows()) {
      session.rollbackQuietly();
      throw StageProblem.permanent(
          ProblemCode.DATA_REFUSED,
          "The server stored %d of %d rows of %s, with %d warnings: %s"
              .formatted(effect.affected(), rows.rows(), place, effect.warnings(), warnings));
    }
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

  private void execute(MySqlPiece.Statement statement) throws SQLException {
    switch (statement.kind()) {
      case SESSION -> setting(statement.text());
      case TABLE -> change(statement);
      case PROGRAM -> defer(statement);
      case CONTROL, DATABASE -> {}
      case SERVER -> notes.add("skipped, it changes the server: " + statement.text().beginning(80));
      case UNKNOWN ->
          throw StageProblem.permanent(
              ProblemCode.ARTIFACT_UNSUPPORTED,
              "The dump holds a statement that mysqldump does not write: '%s' at byte %d"
                  .formatted(statement.text().beginning(60), statement.from()));
    }
  }

  private void setting(RawBytes text) throws SQLException {
    try {
      session.raw(text);
    } catch (SQLException e) {
      if (!SETTING_REFUSED.contains(e.getErrorCode())) {
        throw e;
      }
      notes.add("skipped, unknown here: " + text.beginning(80));
    }
  }

  private void change(MySqlPiece.Statement statement) throws SQLException {
    if (done.covers(statement.from(), statement.to())) {
      return;
    }
    try {
      session.raw(statement.text());
    } catch (SQLException e) {
      if (!atFrontier || !DONE_BEFORE.contains(e.getErrorCode())) {
        throw MySqlProblems.of(
            "'%s' at byte %d".formatted(statement.text().beginning(80), statement.from()), e);
      }
    }
    atFrontier = false;
    session.execute("START TRANSACTION");
    fence.confirm();
    ledger.record(statement.from(), statement.to(), "schema", 0);
    session.execute("COMMIT");
    watch.committed(statement.to());
  }

  private void defer(MySqlPiece.Statement statement) throws SQLException {
    deferredLength += statement.text().length();
    if (deferredLength > DEFERRED_BYTES) {
      throw StageProblem.permanent(
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
