package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.Definer;
import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.input.MySqlDumpReader;
import dev.rekindle.worker.db.importer.input.MySqlInventory;
import dev.rekindle.worker.db.importer.input.MySqlPiece;
import dev.rekindle.worker.db.importer.input.RawBytes;
import dev.rekindle.worker.db.importer.target.ChunkWriter;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.Dialect;
import dev.rekindle.worker.db.importer.target.HeldTarget;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.Loader;
import dev.rekindle.worker.db.importer.target.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Executes the pieces of a dump that the ledger does not have yet. Rows go in chunks over several
 * connections, each chunk in one transaction with its ledger row and the fence; the schema goes
 * statement by statement on the one that holds the target's lock; keys of big tables, views,
 * triggers, routines and events come after the data.
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

  /** One statement; a chunk has several. */
  private static final int STATEMENT_BYTES = 1 << 20;

  /** A statement made of small ones. */
  private static final int JOINED_BYTES = 1 << 18;

  /** Smaller tables have their keys built with their rows: a statement costs more. */
  private static final int BIG_TABLE = 4 << 20;

  private final Session session;
  private final HeldTarget target;
  private final Dialect dialect;
  private final Owners owners;
  private final ChunkWriter<MySqlPiece> writer;
  private final MySqlRowsJoiner joiner;
  private final MySqlLateKeys keys;
  private final MySqlWholeTables wholeTables;
  private final MySqlInventory inventory = new MySqlInventory();
  private final List<Deferred> deferred = new ArrayList<>();
  private final Set<String> notes = new TreeSet<>();
  private String rowsOf = "";
  private long deferredLength;
  private boolean schemaChanged;

  /** A statement for later, with what its session had set when it stood in the dump. */
  private record Deferred(MySqlPiece.Statement statement, MySqlSettings settings) {}

  /**
   * @param bytes of rows by table in the whole dump; empty when nobody knows
   */
  MySqlLoader(HeldTarget target, Dialect dialect, Owners owners, Map<String, Long> bytes)
      throws SQLException {
    this.target = target;
    this.session = target.session();
    this.dialect = dialect;
    this.owners = owners;
    this.writer = new ChunkWriter<>(target, dialect, this::insert);
    this.joiner = new MySqlRowsJoiner(Math.min(JOINED_BYTES, target.chunkBytes()));
    this.wholeTables = new MySqlWholeTables(target, writer, this::note);
    this.keys =
        new MySqlLateKeys(
            target,
            writer::bytesOf,
            table -> bytes.isEmpty() ? Long.MAX_VALUE : bytes.getOrDefault(table, 0L),
            Math.min(BIG_TABLE, target.chunkBytes()));
  }

  @Override
  public List<String> notes() {
    synchronized (notes) {
      return List.copyOf(notes);
    }
  }

  private void note(String text) {
    synchronized (notes) {
      notes.add(text);
    }
  }

  @Override
  public DumpSurvey load(DumpStream stream) throws SQLException, IOException, DumpRefused {
    MySqlDumpReader reader =
        new MySqlDumpReader(stream, Math.min(STATEMENT_BYTES, target.chunkBytes()), stream.only());
    for (MySqlPiece piece = reader.next(); piece != null; piece = reader.next()) {
      inventory.add(piece);
      if (inventory.hasObstacle()) {
        DatabaseServer.refuseObstacles(inventory.build(reader.header(), reader.completedAt()));
      }
      switch (piece) {
        case MySqlPiece.Rows rows -> {
          Optional<MySqlPiece.Rows> ready = joiner.add(rows);
          if (ready.isPresent()) {
            add(ready.get());
          }
        }
        case MySqlPiece.Statement statement -> {
          flush();
          execute(statement);
        }
      }
      target.at("loading", stream);
    }
    flush();
    stream.prove();
    keys.completeAll();
    target.at("building indexes", stream);
    target.lanes().awaitAll();
    keys.addForeignKeys();
    for (Deferred later : deferred) {
      target.at("creating views, triggers and routines", stream);
      later.settings().apply(session);
      RawBytes text = later.statement().text();
      change(later.statement(), owners == Owners.IMPORTER ? Definer.without(text) : text);
    }
    return inventory.build(reader.header(), reader.completedAt());
  }

  /** Hands over all rows that stand before. */
  private void flush() throws SQLException {
    Optional<MySqlPiece.Rows> last = joiner.take();
    if (last.isPresent()) {
      add(last.get());
    }
    writer.flush();
    wholeTables.finish();
  }

  private void add(MySqlPiece.Rows rows) throws SQLException {
    if (inventory.isWhole(rows.table())) {
      writer.flush();
      wholeTables.add(rows);
      return;
    }
    if (!rows.table().equals(rowsOf)) {
      writer.flush();
      keys.complete(rowsOf);
      rowsOf = rows.table();
    }
    writer.add(rows, rows.table(), rows.tuples().length(), rows.rows());
  }

  private ChunkWriter.Stored insert(Session lane, MySqlPiece piece) throws SQLException {
    MySqlPiece.Rows rows = (MySqlPiece.Rows) piece;
    RawStatement.Effect effect = RawStatement.send(lane, rows.head(), rows.tuples());
    return new ChunkWriter.Stored(
        effect.affected(), effect.warnings() == 0 ? List.of() : warnings(lane, effect.warnings()));
  }

  /** The warnings that may mean changed data; some are said even when not all could be read. */
  private static List<String> warnings(Session lane, int count) throws SQLException {
    List<List<@Nullable String>> all = lane.table("SHOW WARNINGS");
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
      case SESSION -> {
        setting(session, statement.text());
        target.lanes().setting(lane -> setting(lane, statement.text()));
      }
      case TABLE -> schema(statement);
      case PROGRAM -> defer(statement);
      case CONTROL, DATABASE -> {}
      case SERVER -> note("skipped, it changes the server: " + statement.text().beginning(80));
      case UNKNOWN -> throw new IllegalStateException("An obstacle went by at " + statement.from());
    }
  }

  private void setting(Session on, RawBytes text) throws SQLException {
    try {
      RawStatement.send(on, text);
    } catch (SQLException e) {
      if (!SETTING_REFUSED.contains(e.getErrorCode())) {
        throw e;
      }
      note("skipped, unknown here: " + text.beginning(80));
    }
    if (text.text().toUpperCase(Locale.ROOT).contains("UNIQUE_CHECKS")) {
      // Without them MariaDB says that it stored a duplicate which it left out: its bulk insert
      // into an empty table, since 10.7. InnoDB need not look for duplicates in other indexes.
      on.run("SET SESSION unique_checks = 1");
    }
  }

  /** A statement that makes or drops one table goes on while rows of others are under way. */
  private void schema(MySqlPiece.Statement statement) throws SQLException {
    String table = MySqlInventory.madeOrDropped(statement.text());
    if (table.isEmpty()) {
      keys.completeAll();
      target.lanes().awaitAll();
    } else {
      target.lanes().await(table);
      target.lanes().await("keys of " + table);
    }
    change(statement, keys.early(statement));
  }

  private void change(MySqlPiece.Statement statement, RawBytes text) throws SQLException {
    if (writer.isDone(statement)) {
      return;
    }
    target.confirm(session);
    try {
      RawStatement.send(session, text);
    } catch (SQLException e) {
      // Schema statements go one by one: only the first of this attempt may be done already.
      boolean atFrontier = target.isResumed() && !schemaChanged;
      if (!atFrontier || !DONE_BEFORE.contains(e.getErrorCode())) {
        throw dialect.problem(
            "'%s' at byte %d".formatted(statement.text().beginning(80), statement.from()), e);
      }
    }
    schemaChanged = true;
    // A statement on the schema ends the transaction it stands in: what it did is recorded after
    // it.
    writer.change(session, statement, () -> {});
  }

  private void defer(MySqlPiece.Statement statement) throws SQLException {
    deferredLength += statement.text().length();
    if (deferredLength > DEFERRED_BYTES) {
      throw DatabaseProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "Views, triggers and routines of the dump are longer than %d bytes"
              .formatted(DEFERRED_BYTES));
    }
    deferred.add(new Deferred(statement, MySqlSettings.of(session)));
  }
}
