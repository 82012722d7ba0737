package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.MySqlPiece;
import dev.rekindle.worker.db.importer.target.ChunkWriter;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.HeldTarget;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Loads tables whose engine cannot roll back: each as a whole, from its first row, on the
 * connection that holds the target. The ledger gets one row for all rows of a table, when they are
 * there; until then whoever goes on empties the table and begins with it anew.
 */
final class MySqlWholeTables {

  private final HeldTarget target;
  private final Session session;
  private final ChunkWriter<MySqlPiece> writer;
  private final Consumer<String> note;
  private final Set<String> ended = new HashSet<>();
  private String table = "";
  private boolean there;
  private long from;
  private long to;
  private long rows;

  MySqlWholeTables(HeldTarget target, ChunkWriter<MySqlPiece> writer, Consumer<String> note) {
    this.target = target;
    this.session = target.session();
    this.writer = writer;
    this.note = note;
  }

  /** Rows of such a table, in the order of the dump. */
  void add(MySqlPiece.Rows next) throws SQLException {
    if (!next.table().equals(table)) {
      finish();
      begin(next);
    }
    if (there) {
      return;
    }
    target.confirm(session);
    writer.insert(session, next.table(), next, next.rows());
    to = next.to();
    rows += next.rows();
  }

  private void begin(MySqlPiece.Rows first) throws SQLException {
    if (!ended.add(first.table())) {
      throw DatabaseProblem.permanent(
          ProblemCode.ARTIFACT_UNSUPPORTED,
          "Rows of table %s, whose engine cannot roll back, stand in two places, the second at byte %d of the decompressed dump"
              .formatted(first.table(), first.from()));
    }
    table = first.table();
    from = first.from();
    rows = 0;
    there = writer.isDone(first);
    if (!there) {
      target.confirm(session);
      session.run("TRUNCATE TABLE " + MySqlDialect.quote(table));
    }
  }

  /** No more rows of the table before follow. */
  void finish() throws SQLException {
    if (!table.isEmpty() && !there) {
      flush();
      writer.record(session, table, from, to, rows);
    }
    table = "";
  }

  /** What such an engine has written is on disk only when its table was flushed. */
  private void flush() throws SQLException {
    try {
      session.run("FLUSH NO_WRITE_TO_BINLOG TABLES " + MySqlDialect.quote(table));
    } catch (SQLException e) {
      if (!MySqlProblems.isRightMissing(e)) {
        throw e;
      }
      note.accept(
          "table %s was not flushed, which needs the right RELOAD: its rows are lost if the server's machine fails now"
              .formatted(table));
    }
  }
}
