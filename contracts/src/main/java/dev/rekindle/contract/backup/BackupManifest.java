package dev.rekindle.contract.backup;

import java.time.Instant;
import java.util.List;

/**
 * The content of {@code rekindle-backup.json}, which lies beside the artefacts of a backup set.
 *
 * @param version of this format; 1
 * @param createdAt when the manifest was written
 */
public record BackupManifest(int version, Instant createdAt, List<BackupArtifact> artifacts) {

  /** File name of the manifest in its backup set. */
  public static final String FILE_NAME = "rekindle-backup.json";

  /**
   * Suffix of a side file that holds one {@link BackupArtifact}; safety copies of several workers
   * leave one each.
   */
  public static final String ENTRY_SUFFIX = ".rekindle-artifact.json";

  public BackupManifest {
    artifacts = List.copyOf(artifacts);
  }
}
