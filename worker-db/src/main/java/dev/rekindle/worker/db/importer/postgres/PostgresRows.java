package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.input.PostgresPiece;
import dev.rekindle.worker.db.importer.target.ChunkWriter;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows, and bytes of large objects, as they stand in the dump. */
final class PostgresRows {

  private PostgresRows() {}

  static ChunkWriter.Stored send(Session lane, PostgresPiece piece) throws SQLException {
    long stored =
        switch (piece) {
          case PostgresPiece.CopyRows rows ->
              copy(lane, rows.copy().text(), rows.lines().toByteArray());
          case PostgresPiece.Statement s -> lane.runAll(s.text().text());
          case PostgresPiece.LargeObject bytes -> {
            // The same bytes at the same place, whatever comes before them in which session.
            lane.run(
                "SELECT pg_catalog.lo_put(%s, %d, %s)"
                    .formatted(bytes.object(), bytes.place(), bytes.literal()));
            yield 1;
          }
        };
    return new ChunkWriter.Stored(stored, List.of());
  }

  /** Sends lines in COPY text format as they are; answers how many rows the server took. */
  private static long copy(Session lane, String statement, byte[] lines) throws SQLException {
    CopyIn copy = lane.jdbc().unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      copy.writeToCopy(lines, 0, lines.length);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
