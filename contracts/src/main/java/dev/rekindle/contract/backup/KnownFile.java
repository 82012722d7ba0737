package dev.rekindle.contract.backup;

import java.util.Locale;
import java.util.Optional;

/**
 * What the file names of the documented 3scale backup mean (Red Hat 3scale 2.13, "Operating
 * 3scale", section 9.4), so that a backup set without manifest can be indexed.
 */
public record KnownFile(String artifact, ArtifactFormat format) {

  /**
   * The artefact that a file or folder directly in a backup set is; empty for files that belong to
   * no artefact.
   */
  public static Optional<KnownFile> of(String name) {
    return switch (name) {
      case "system-mysql-backup.gz" -> known("system-database", ArtifactFormat.MYSQL_DUMP_GZIP);
      case "system-postgres-backup.gz", "system-postgresql-backup.gz" ->
          known("system-database", ArtifactFormat.POSTGRES_DUMP_GZIP);
      case "zync-database-backup.gz" -> known("zync-database", ArtifactFormat.POSTGRES_DUMP_GZIP);
      case "backend-redis-dump.rdb" -> known("backend-redis", ArtifactFormat.RDB);
      case "system-redis-dump.rdb" -> known("system-redis", ArtifactFormat.RDB);
      case "system" -> known("system-storage", ArtifactFormat.FILES);
      case BackupManifest.FILE_NAME -> Optional.empty();
      default -> byEnding(name);
    };
  }

  private static Optional<KnownFile> byEnding(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(BackupManifest.ENTRY_SUFFIX) || !lower.endsWith(".json")) {
      return Optional.empty();
    }
    return known(
        "object-" + name.substring(0, name.length() - ".json".length()),
        ArtifactFormat.KUBERNETES_OBJECT);
  }

  private static Optional<KnownFile> known(String artifact, ArtifactFormat format) {
    return Optional.of(new KnownFile(artifact, format));
  }
}
