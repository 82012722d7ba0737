package dev.rekindle.worker.db.importer.input;

import java.io.IOException;
import java.util.function.Consumer;

/** Reads a whole dump without executing any of it. */
public final class Surveys {

  private static final int PIECE = 1 << 20;

  private Surveys() {}

  /**
   * What a MySQL dump holds; proves trailer and digest on the way.
   *
   * @param progress hears of the stream after every piece
   */
  public static DumpSurvey mysql(DumpSource source, Consumer<DumpStream> progress)
      throws IOException, DumpRefused {
    try (DumpStream stream = source.open()) {
      MySqlDumpReader reader = new MySqlDumpReader(stream, PIECE, stream.only());
      MySqlInventory inventory = new MySqlInventory();
      for (MySqlPiece piece = reader.next(); piece != null; piece = reader.next()) {
        inventory.add(piece);
        progress.accept(stream);
      }
      stream.prove();
      return inventory.build(reader.header(), reader.completedAt());
    }
  }

  /** What a PostgreSQL dump holds; see {@link #mysql}. */
  public static DumpSurvey postgres(DumpSource source, Consumer<DumpStream> progress)
      throws IOException, DumpRefused {
    try (DumpStream stream = source.open()) {
      PostgresDumpReader reader = new PostgresDumpReader(stream, PIECE, stream.only());
      PostgresInventory inventory = new PostgresInventory();
      for (PostgresPiece piece = reader.next(); piece != null; piece = reader.next()) {
        inventory.add(piece);
        progress.accept(stream);
      }
      stream.prove();
      return inventory.build(reader.header());
    }
  }
}
