package dev.rekindle.worker.db.importer.input;

/**
 * One thing a MySQL or MariaDB dump tells the server to do. The pieces come in the order of the
 * dump, do not overlap, and between them stand only white space, comments, commas and delimiters.
 */
public sealed interface MySqlPiece extends DumpPiece {

  /** Any statement but an INSERT with values. */
  record Statement(MySqlStatementKind kind, RawBytes text, long from, long to)
      implements MySqlPiece {}

  /**
   * Some rows of one INSERT, which may be all of it.
   *
   * @param table as in the dump, without its quotes
   * @param head the statement up to and including VALUES
   * @param tuples {@code (...),(...)} as in the dump
   * @param rows how many tuples
   */
  record Rows(String table, RawBytes head, RawBytes tuples, int rows, long from, long to)
      implements MySqlPiece {}
}
