package dev.rekindle.worker.db.importer.postgres;

import dev.rekindle.worker.db.importer.target.Database.Checksum;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The number of a table's rows and the sum of their digests, in one reading. */
final class PostgresChecksum {

  /** The digest of whole rows, which need not become texts for it, came with 14. */
  private static final int DIGESTS_ROWS = 140_000;

  /** The one of 64 bits came with 11. */
  private static final int DIGESTS_LONG = 110_000;

  /**
   * The columns of a table: those of types whose equal values are the same values as they are, the
   * others as texts. (To PostgreSQL 1.0 is equal to 1.00, and a day to 24 hours.)
   */
  private static final String COLUMNS =
      """
      SELECT pg_catalog.string_agg('rekindle_row.' || pg_catalog.quote_ident(a.attname) || CASE
             WHEN t.typnamespace = 'pg_catalog'::regnamespace AND (t.typname IN ('bool', 'bytea',
               'int2', 'int4', 'int8', 'oid', 'text', 'varchar', 'date', 'time', 'timestamp',
               'timestamptz', 'uuid') OR t.typname = 'numeric' AND a.atttypmod >= 0) THEN ''
             ELSE '::text' END, ', ' ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
       WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped\
      """;

  private PostgresChecksum() {}

  /**
   * Reads a table.
   *
   * @param table as a statement takes it
   */
  static Checksum ofTable(Session session, String table) throws SQLException {
    List<@Nullable String> sums =
        session
            .table(
                "SELECT count(*), coalesce(sum(%s), 0) FROM ONLY %s AS rekindle_row"
                    .formatted(digest(session, table), table))
            .getFirst();
    long rows = Long.parseLong(String.valueOf(sums.get(0)));
    return new Checksum(table + " " + rows + ":" + sums.get(1), rows);
  }

  private static String digest(Session session, String table) throws SQLException {
    long version = session.number("SELECT current_setting('server_version_num')");
    if (version < DIGESTS_LONG) {
      return "hashtext(rekindle_row::text)::bigint";
    }
    String columns = version < DIGESTS_ROWS ? null : session.text(COLUMNS, table);
    return columns == null
        ? "hashtextextended(rekindle_row::text, 0)"
        : "hash_record_extended(ROW(" + columns + "), 0)";
  }
}
