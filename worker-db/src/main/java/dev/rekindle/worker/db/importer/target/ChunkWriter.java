package dev.rekindle.worker.db.importer.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpPiece;
import dev.rekindle.worker.db.importer.plan.DoneRanges;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of a dump on their way into the target. Rows of one table are collected into chunks; each
 * chunk is one transaction with its ledger row and the fence. What the ledger has is passed over.
 *
 * @param <P> pieces of a family's dumps
 */
public final class ChunkWriter<P extends DumpPiece> {

  /**
   * What the server says of an insert.
   *
   * @param warnings those that may mean changed data, for people
   */
  public record Stored(long rows, List<String> warnings) {}

  /** Sends the rows of a piece. */
  public interface Insert<P> {
    Stored send(P piece) throws SQLException;
  }

  private record Waiting<P>(P piece, long rows) {}

  private final HeldTarget target;
  private final Dialect dialect;
  private final Insert<P> insert;
  private final DoneRanges done;
  private final List<Waiting<P>> chunk = new ArrayList<>();
  private String table = "";
  private long length;
  private boolean committed;

  public ChunkWriter(HeldTarget target, Dialect dialect, Insert<P> insert) throws SQLException {
    this.target = target;
    this.dialect = dialect;
    this.insert = insert;
    this.done = target.ledger().done();
  }

  public boolean isDone(P piece) {
    return done.covers(piece.from(), piece.to());
  }

  /** Whether an earlier attempt may have died in what comes next. */
  public boolean isAtFrontier() {
    return !done.isEmpty() && !committed;
  }

  /** Collects rows; writes the chunk when it is full or of another table. */
  public void add(P piece, String ofTable, long bytes, long rows) throws SQLException {
    if (isDone(piece)) {
      return;
    }
    if (!table.equals(ofTable)) {
      flush();
      table = ofTable;
    }
    chunk.add(new Waiting<>(piece, rows));
    length += bytes;
    if (length >= target.chunkBytes()) {
      flush();
    }
  }

  /** Writes what was collected. */
  public void flush() throws SQLException {
    if (chunk.isEmpty()) {
      return;
    }
    long from = chunk.getFirst().piece().from();
    long to = chunk.getLast().piece().to();
    target.change(
        to,
        () -> {
          long count = 0;
          for (Waiting<P> waiting : chunk) {
            write(waiting);
            count += waiting.rows();
          }
          target.ledger().record(from, to, table, count);
        });
    chunk.clear();
    length = 0;
    committed = true;
  }

  /** Servers cut texts and drop duplicates with no more than a warning, or with none. */
  private void write(Waiting<P> waiting) {
    String place =
        "table %s, bytes %d to %d of the decompressed dump"
            .formatted(table, waiting.piece().from(), waiting.piece().to());
    Stored stored;
    try {
      stored = insert.send(waiting.piece());
    } catch (SQLException e) {
      throw dialect.problem("Rows of " + place, e);
    }
    if (stored.rows() != waiting.rows() || !stored.warnings().isEmpty()) {
      throw DatabaseProblem.permanent(
          ProblemCode.DATA_REFUSED,
          "The server stored %d of %d rows of %s, with warnings: %s"
              .formatted(stored.rows(), waiting.rows(), place, stored.warnings()));
    }
  }

  /** Makes a change that is no rows, and records its piece in the same transaction. */
  public void change(P piece, HeldTarget.Change change) throws SQLException {
    target.change(
        piece.to(),
        () -> {
          change.make();
          target.ledger().record(piece.from(), piece.to(), "schema", 0);
        });
    committed = true;
  }
}
