package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.plan.Claim;
import java.util.List;

/**
 * An import of one dump into one database.
 *
 * @param sha256 of the artefact; an import of another one starts anew
 * @param truncate tables emptied at the end, as the dump names them or without their schema
 * @param chunkBytes about how many bytes of rows one transaction holds; an import that goes on
 *     keeps the size it began with
 */
public record ImportOrder(
    DatabaseAddress address,
    Claim claim,
    DumpSource dump,
    String sha256,
    List<String> truncate,
    int chunkBytes) {

  /** One transaction, by default. */
  public static final int CHUNK_BYTES = 2 << 20;

  public ImportOrder {
    truncate = List.copyOf(truncate);
  }

  /** Whether a table is on the list of those to be emptied. */
  public boolean truncates(String table) {
    return truncate.contains(table)
        || truncate.contains(table.substring(table.lastIndexOf('.') + 1));
  }
}
