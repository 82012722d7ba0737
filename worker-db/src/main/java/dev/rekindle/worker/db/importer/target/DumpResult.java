package dev.rekindle.worker.db.importer.target;

import java.time.Instant;
import java.util.Map;

/**
 * A dump that was written.
 *
 * @param capturedAt when its snapshot was taken
 * @param tool what wrote it
 * @param counts rows by table
 */
public record DumpResult(
    Instant capturedAt, String tool, String serverVersion, Map<String, Long> counts) {

  public DumpResult {
    counts = Map.copyOf(counts);
  }
}
