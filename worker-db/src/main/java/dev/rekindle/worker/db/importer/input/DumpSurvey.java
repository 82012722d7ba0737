package dev.rekindle.worker.db.importer.input;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a whole dump holds.
 *
 * @param completedAt by its trailer; null when it has no date
 * @param rows by table as the dump names it; tables without rows are in it with 0
 * @param bytes of rows by table
 * @param programs how many triggers, routines, events and views by kind ({@code TRIGGER}, {@code
 *     PROCEDURE}, {@code FUNCTION}, {@code EVENT}, {@code VIEW}); only for MySQL
 * @param definers accounts in whose name those run, as {@code user@host}; only for MySQL
 * @param wholeTables tables whose engine cannot roll back, by name, which are emptied and filled
 *     anew
 * @param oddTables those of other engines without transactions, which cannot be imported
 * @param obstacles statements that this version cannot import, with their places
 */
public record DumpSurvey(
    DumpHeader header,
    @Nullable Instant completedAt,
    Map<String, Long> rows,
    Map<String, Long> bytes,
    Map<String, Long> programs,
    Set<String> definers,
    Map<String, String> wholeTables,
    Map<String, String> oddTables,
    Set<String> obstacles) {

  /** All rows. */
  public long totalRows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }
}
