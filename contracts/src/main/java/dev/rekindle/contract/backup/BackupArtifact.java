package dev.rekindle.contract.backup;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a manifest.
 *
 * @param name what plans call it, such as {@code system-database}
 * @param pin where it is and what its bytes are
 * @param capturedAt when its data was captured; null when only the artefact itself can tell
 * @param tool what made it, with version; empty when unknown
 * @param serverVersion the server it was taken from; empty when unknown
 * @param counts rows by table, keys by logical database, files; empty when unknown
 */
public record BackupArtifact(
    String name,
    ArtifactPin pin,
    @Nullable Instant capturedAt,
    String tool,
    String serverVersion,
    Map<String, Long> counts) {

  public BackupArtifact {
    counts = Map.copyOf(counts);
  }
}
