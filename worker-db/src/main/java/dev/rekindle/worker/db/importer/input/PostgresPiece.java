package dev.rekindle.worker.db.importer.input;

/**
 * One thing a plain dump of pg_dump tells the server to do. The pieces come in the order of the
 * dump, do not overlap, and between them stand only white space, comments, the restrict lines of
 * psql and the ends of COPY blocks.
 */
public sealed interface PostgresPiece extends DumpPiece {

  /** One SQL statement without its semicolon. */
  record Statement(PostgresStatementKind kind, RawBytes text, long from, long to)
      implements PostgresPiece {}

  /**
   * Some bytes of a large object.
   *
   * @param object its identifier
   * @param place where in it they begin
   * @param text the statement, {@code SELECT pg_catalog.lowrite(0, '\\x...')}
   */
  record LargeObject(String object, long place, RawBytes text, long from, long to)
      implements PostgresPiece {

    /** The literal of the bytes, quotes included. */
    public String literal() {
      String statement = text.text();
      return statement.substring(statement.indexOf('\''), statement.length() - 1);
    }
  }

  /**
   * Some rows of one COPY block, which may be all of it.
   *
   * @param table schema-qualified as in the dump, with its quotes
   * @param copy the COPY ... FROM stdin statement without its semicolon
   * @param lines the rows in COPY text format, each ended by a line feed
   * @param rows how many lines
   */
  record CopyRows(String table, RawBytes copy, RawBytes lines, int rows, long from, long to)
      implements PostgresPiece {}
}
