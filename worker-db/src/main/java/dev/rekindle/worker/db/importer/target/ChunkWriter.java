package dev.rekindle.worker.db.importer.target;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.input.DumpPiece;
import dev.rekindle.worker.db.importer.plan.DoneRanges;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pieces of a dump on their way into the target. Rows of one table are collected into chunks; each
 * chunk is one transaction, on whatever lane is free, with its ledger row and the fence. What the
 * ledger has is passed over.
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
    Stored send(Session session, P piece) throws SQLException;
  }

  /** Small pieces need memory of their own. */
  private static final int OVERHEAD = 200;

  /** How often the same chunk may meet a deadlock with another one. */
  private static final int DEADLOCKS = 10;

  private record Waiting<P>(P piece, long rows) {}

  private record Chunk<P>(String table, List<Waiting<P>> pieces, long from, long to) {}

  private final HeldTarget target;
  private final Dialect dialect;
  private final Insert<P> insert;
  private final DoneRanges done;
  private final Map<String, Long> bytesOf = new HashMap<>();
  private final List<Waiting<P>> waiting = new ArrayList<>();
  private String table = "";
  private long length;

  public ChunkWriter(HeldTarget target, Dialect dialect, Insert<P> insert) throws SQLException {
    this.target = target;
    this.dialect = dialect;
    this.insert = insert;
    this.done = target.ledger().done();
  }

  public boolean isDone(P piece) {
    return done.covers(piece.from(), piece.to());
  }

  /** Collects rows; hands the chunk over when it is full or of another table. */
  public void add(P piece, String ofTable, long bytes, long rows) {
    bytesOf.merge(ofTable, bytes, Long::sum);
    if (isDone(piece)) {
      // A chunk is one span: it must not reach over rows that are there.
      flush();
      return;
    }
    if (!table.equals(ofTable)) {
      flush();
      table = ofTable;
    }
    waiting.add(new Waiting<>(piece, rows));
    length += bytes + OVERHEAD;
    if (length >= target.chunkBytes()) {
      flush();
    }
  }

  /** How many bytes of rows a table has so far, those passed over included. */
  public long bytesOf(String ofTable) {
    return bytesOf.getOrDefault(ofTable, 0L);
  }

  /** Hands over what was collected. */
  public void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    Chunk<P> chunk =
        new Chunk<>(
            table,
            List.copyOf(waiting),
            waiting.getFirst().piece().from(),
            waiting.getLast().piece().to());
    long bytes = length;
    waiting.clear();
    length = 0;
    target.lanes().rows(table, bytes, session -> write(session, chunk));
  }

  private void write(Session session, Chunk<P> chunk) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        writeOnce(session, chunk);
        return;
      } catch (SQLException e) {
        // The server has rolled the whole transaction back, ledger row included.
        if (!dialect.isDeadlock(e) || attempt == DEADLOCKS) {
          throw dialect.problem("Rows of " + place(chunk), e);
        }
      }
    }
  }

  /** Sends rows outside of any chunk; they must all be stored as they are. */
  public void insert(Session session, String ofTable, P piece, long rows) throws SQLException {
    send(session, ofTable, new Waiting<>(piece, rows));
  }

  /** Records rows that are there already, because their engine cannot roll back. */
  public void record(Session session, String ofTable, long from, long to, long rows)
      throws SQLException {
    target.change(session, to, () -> target.record(session, from, to, ofTable, rows));
  }

  private void writeOnce(Session session, Chunk<P> chunk) throws SQLException {
    target.change(
        session,
        chunk.to(),
        () -> {
          long count = 0;
          for (Waiting<P> next : chunk.pieces()) {
            send(session, chunk.table(), next);
            count += next.rows();
          }
          target.record(session, chunk.from(), chunk.to(), chunk.table(), count);
        });
  }

  /** Servers cut texts and drop duplicates with no more than a warning, or with none. */
  private void send(Session session, String ofTable, Waiting<P> next) throws SQLException {
    Stored stored;
    try {
      stored = insert.send(session, next.piece());
    } catch (SQLException e) {
      if (dialect.isDeadlock(e)) {
        throw e;
      }
      throw dialect.problem("Rows of " + place(ofTable, next.piece()), e);
    }
    if (stored.rows() != next.rows() || !stored.warnings().isEmpty()) {
      throw DatabaseProblem.permanent(
          ProblemCode.DATA_REFUSED,
          "The server stored %d of %d rows of %s, with warnings: %s"
              .formatted(
                  stored.rows(), next.rows(), place(ofTable, next.piece()), stored.warnings()));
    }
  }

  private String place(Chunk<P> chunk) {
    return place(chunk.table(), chunk.from(), chunk.to());
  }

  private String place(String ofTable, P piece) {
    return place(ofTable, piece.from(), piece.to());
  }

  private static String place(String ofTable, long from, long to) {
    return "table %s, bytes %d to %d of the decompressed dump".formatted(ofTable, from, to);
  }

  /** Makes a change that is no rows, and records its piece in the same transaction. */
  public void change(Session session, P piece, HeldTarget.Change change) throws SQLException {
    target.change(
        session,
        piece.to(),
        () -> {
          change.make();
          target.record(session, piece.from(), piece.to(), "schema", 0);
        });
  }
}
