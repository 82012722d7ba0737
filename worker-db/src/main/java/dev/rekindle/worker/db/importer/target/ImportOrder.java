package dev.rekindle.worker.db.importer.target;

import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.plan.Claim;
import java.util.List;

/**
 * An import of one dump into one database.
 *
 * @param sha256 of the artefact; an import of another one starts anew
 * @param truncate tables emptied at the end, as the dump names them or without their schema
 * @param owners whose the objects are that the dump makes
 * @param connections that carry rows and build indexes at the same time, beside the one that holds
 *     the target; 0 for what fits this machine
 * @param chunkBytes about how many bytes of rows one transaction holds; an import that goes on
 *     keeps the size it began with
 * @param clean what becomes of what is there
 */
public record ImportOrder(
    DatabaseAddress address,
    Claim claim,
    DumpSource dump,
    String sha256,
    List<String> truncate,
    Owners owners,
    int chunkBytes,
    int connections,
    Clean clean) {

  /** What becomes of what is there. */
  public enum Clean {
    /** The import ends with TARGET_NOT_EMPTY. */
    REFUSE,
    /** It is dropped. */
    REPLACE,
    /** The dump goes into a database beside it; {@link KeptAside} swaps them later. */
    BESIDE
  }

  /** Whose objects are. */
  public enum Owners {
    /** As the dump says. */
    AS_DUMPED,
    /** The user that imports. */
    IMPORTER
  }

  /** One transaction, by default. */
  public static final int CHUNK_BYTES = 8 << 20;

  private static final int FEWEST = 2;
  private static final int MOST = 4;

  public ImportOrder {
    truncate = List.copyOf(truncate);
    if (connections == 0) {
      connections = Math.clamp(Runtime.getRuntime().availableProcessors(), FEWEST, MOST);
    }
    if (connections < 1 || connections > TargetLock.MOST_HELPERS) {
      throw new IllegalArgumentException(
          "An import uses 1 to " + TargetLock.MOST_HELPERS + " connections, not " + connections);
    }
  }

  /** What is there is dropped. */
  public ImportOrder(
      DatabaseAddress address,
      Claim claim,
      DumpSource dump,
      String sha256,
      List<String> truncate,
      Owners owners,
      int chunkBytes,
      int connections) {
    this(address, claim, dump, sha256, truncate, owners, chunkBytes, connections, Clean.REPLACE);
  }

  /** The same import into another database. */
  ImportOrder into(DatabaseAddress other) {
    return new ImportOrder(
        other, claim, dump, sha256, truncate, owners, chunkBytes, connections, clean);
  }

  /** Whether a table is on the list of those to be emptied. */
  public boolean truncates(String table) {
    return truncate.contains(table)
        || truncate.contains(table.substring(table.lastIndexOf('.') + 1));
  }
}
