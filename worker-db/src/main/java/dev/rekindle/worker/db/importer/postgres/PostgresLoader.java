package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.input.DumpRefused;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.input.DumpSurvey;
import dev.rekindle.worker.db.importer.input.PostgresDumpReader;
import dev.rekindle.worker.db.importer.input.PostgresInventory;
import dev.rekindle.worker.db.importer.input.PostgresPiece;
import dev.rekindle.worker.db.importer.input.PostgresStatementKind;
import dev.rekindle.worker.db.importer.input.RawBytes;
import dev.rekindle.worker.db.importer.target.ChunkWriter;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.Dialect;
import dev.rekindle.worker.db.importer.target.HeldTarget;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.Loader;
import dev.rekindle.worker.db.importer.target.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Executes the pieces of a dump that the ledger does not have yet, each (or each chunk of rows) in
 * one transaction with its ledger row and the fence: in PostgreSQL this holds for the schema too.
 * Rows, indexes and the checks of foreign keys go over several connections.
 */
final class PostgresLoader implements Loader {

  /** Unknown parameter, value refused, right missing: a setting this server does not need. */
  private static final Set<String> SETTING_REFUSED = Set.of("42704", "22023", "42501");

  /** Role unknown, right missing, object unknown because its creation was skipped. */
  private static final Set<String> OWNERSHIP_REFUSED = Set.of("42704", "42501", "0LP01");

  private static final Pattern OWNER =
      Pattern.compile("ALTER\\s.*\\sOWNER\\s+TO\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final RawBytes SEMICOLON = RawBytes.ofText(";\n");

  /** One COPY; a chunk has several. */
  private static final int COPY_BYTES = 1 << 20;

  private final Session session;
  private final HeldTarget target;
  private final Dialect dialect;
  private final Owners owners;
  private final ChunkWriter<PostgresPiece> writer;
  private final PostgresLateBuilds builds;
  private final PostgresUnlogged unlogged = new PostgresUnlogged();
  private final List<PostgresPiece.Statement> inserts = new ArrayList<>();
  private String insertedTable = "";
  private long insertedBytes;
  private final List<Unchecked> unchecked = new ArrayList<>();
  private final Set<String> notes = new TreeSet<>();

  /** A foreign key whose rows are not checked yet. */
  private record Unchecked(PostgresLateStatement.ForeignKey key, long to) {}

  PostgresLoader(HeldTarget target, Dialect dialect, Owners owners) throws SQLException {
    this.target = target;
    this.session = target.session();
    this.dialect = dialect;
    this.owners = owners;
    this.writer = new ChunkWriter<>(target, dialect, PostgresRows::send);
    this.builds =
        new PostgresLateBuilds(
            target.lanes(), writer::bytesOf, (on, s) -> change(on, s, s.text().text(), Set.of()));
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
    PostgresDumpReader reader =
        new PostgresDumpReader(stream, Math.min(COPY_BYTES, target.chunkBytes()), stream.only());
    PostgresInventory inventory = new PostgresInventory();
    for (PostgresPiece piece = reader.next(); piece != null; piece = reader.next()) {
      inventory.add(piece);
      if (inventory.hasObstacle()) {
        DatabaseServer.refuseObstacles(inventory.build(reader.header()));
      }
      switch (piece) {
        case PostgresPiece.CopyRows rows -> {
          handOverInserts();
          writer.add(rows, rows.table(), rows.lines().length(), rows.rows());
        }
        case PostgresPiece.LargeObject bytes -> {
          handOverInserts();
          writer.add(bytes, "large object " + bytes.object(), bytes.text().length(), 1);
        }
        case PostgresPiece.Statement s -> execute(s);
      }
      target.at("loading", stream);
    }
    stream.prove();
    target.at("building indexes", stream);
    barrier();
    target.at("checking foreign keys", stream);
    checkForeignKeys();
    return inventory.build(reader.header());
  }

  @Override
  public void complete(Session on) throws SQLException {
    unlogged.finish(on);
  }

  private void execute(PostgresPiece.Statement s) throws SQLException {
    switch (s.kind()) {
      case INSERT -> insertLater(s);
      case SESSION -> {
        barrier();
        setting(session, s);
        target.lanes().setting(lane -> setting(lane, s));
      }
      case SCHEMA -> schema(s);
      case NAMESPACE -> change(s, Set.of("42P06"));
      case OWNERSHIP -> {
        if (owners == Owners.AS_DUMPED || !OWNER.matcher(s.text().beginning(2000)).matches()) {
          change(s, OWNERSHIP_REFUSED);
        }
      }
      case EXTENSION ->
          change(s, s.text().beginning(8).equals("COMMENT ") ? Set.of("42501") : Set.of());
      case CONTROL -> {}
      case DATABASE -> note("skipped: " + s.text().beginning(80));
      case UNKNOWN -> throw new IllegalStateException("An obstacle went by at " + s.from());
    }
  }

  /** Statements of one row each go to the server together. */
  private void insertLater(PostgresPiece.Statement s) {
    String table = PostgresInventory.insertedTable(s.text());
    if (!table.equals(insertedTable) || insertedBytes > target.chunkBytes() / 8) {
      handOverInserts();
      insertedTable = table;
    }
    inserts.add(s);
    insertedBytes += s.text().length();
  }

  private void handOverInserts() {
    if (inserts.isEmpty()) {
      return;
    }
    List<RawBytes> texts = new ArrayList<>();
    inserts.forEach(s -> texts.addAll(List.of(s.text(), SEMICOLON)));
    PostgresPiece joined =
        new PostgresPiece.Statement(
            PostgresStatementKind.INSERT,
            RawBytes.join(texts),
            inserts.getFirst().from(),
            inserts.getLast().to());
    writer.add(joined, insertedTable, insertedBytes, inserts.size());
    inserts.clear();
    insertedBytes = 0;
  }

  private void flush() {
    handOverInserts();
    writer.flush();
  }

  private void schema(PostgresPiece.Statement s) throws SQLException {
    flush();
    switch (PostgresLateStatement.of(s.text().text())) {
      case PostgresLateStatement.Constraint(String table) -> builds.constraint(table, s);
      case PostgresLateStatement.Index(String table) -> builds.index(table, s);
      case PostgresLateStatement.ForeignKey key -> {
        barrier();
        change(session, s, s.text().text() + " NOT VALID", Set.of());
        unchecked.add(new Unchecked(key, s.to()));
      }
      case PostgresLateStatement.Remark() when !builds.isEmpty() -> builds.remark(s);
      case PostgresLateStatement.SequenceValue() when builds.isEmpty() ->
          change(session, s, s.text().text(), Set.of());
      case PostgresLateStatement _ -> {
        barrier();
        change(session, s, unlogged.logged(s.text().text()), Set.of());
      }
    }
  }

  /** Waits until all that stands before in the dump is done. */
  private void barrier() throws SQLException {
    flush();
    builds.finish(session);
  }

  private void setting(Session on, PostgresPiece.Statement s) throws SQLException {
    try {
      on.run(s.text().text());
    } catch (SQLException e) {
      if (!SETTING_REFUSED.contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      note("skipped, unknown here: " + s.text().beginning(80));
    }
  }

  /** A statement that must stand where it stands. */
  private void change(PostgresPiece.Statement s, Set<String> tolerated) throws SQLException {
    barrier();
    change(session, s, s.text().text(), tolerated);
  }

  private void change(Session on, PostgresPiece.Statement s, String sql, Set<String> tolerated)
      throws SQLException {
    if (!writer.isDone(s)) {
      writer.change(on, s, () -> run(on, s, sql, tolerated));
    }
  }

  private void run(Session on, PostgresPiece.Statement s, String sql, Set<String> tolerated)
      throws SQLException {
    Savepoint before = on.jdbc().setSavepoint();
    try {
      on.run(sql);
    } catch (SQLException e) {
      if (!tolerated.contains(String.valueOf(e.getSQLState()))) {
        throw dialect.problem("'%s' at byte %d".formatted(s.text().beginning(80), s.from()), e);
      }
      on.jdbc().rollback(before);
      note("skipped (" + e.getSQLState() + "): " + s.text().beginning(80));
    }
  }

  private void checkForeignKeys() throws SQLException {
    for (Unchecked next : unchecked) {
      PostgresLateStatement.ForeignKey key = next.key();
      if (!isUnchecked(key)) {
        continue;
      }
      target
          .lanes()
          .after(
              "",
              "foreign keys",
              1 + writer.bytesOf(key.table()),
              lane -> target.change(lane, next.to(), () -> check(lane, key)));
    }
    target.lanes().awaitAll();
  }

  private boolean isUnchecked(PostgresLateStatement.ForeignKey key) throws SQLException {
    return session.truth(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = ?::regclass"
            + " AND pg_catalog.quote_ident(conname) = ? AND NOT convalidated)",
        key.table(),
        key.name());
  }

  private void check(Session lane, PostgresLateStatement.ForeignKey key) throws SQLException {
    String sql = "ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(key.table(), key.name());
    try {
      lane.run(sql);
    } catch (SQLException e) {
      throw dialect.problem(sql, e);
    }
  }
}
