package dev.rekindle.worker.db.importer.input;

/** A stretch of the decompressed dump that is executed as a whole. */
public interface DumpPiece {

  /** Where it begins in the decompressed dump. */
  long from();

  /** Where it ends. */
  long to();
}
