package dev.rekindle.contract.backup;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the file names of the documented 3scale backup mean (Red Hat 3scale 2.13, "Operating
 * 3scale", section 9.4), and those of any other application by their endings, so that a backup set
 * without manifest can be indexed.
 */
public record KnownFile(String artifact, ArtifactFormat format) {

  /** What the files of any application may be called: the artefact's name, and one of these. */
  private static final Map<String, ArtifactFormat> ENDINGS =
      Map.of(
          ".postgres.gz", ArtifactFormat.POSTGRES_DUMP_GZIP,
          ".mysql.gz", ArtifactFormat.MYSQL_DUMP_GZIP,
          ".rdb", ArtifactFormat.RDB,
          ".files", ArtifactFormat.FILES,
          ".json", ArtifactFormat.KUBERNETES_OBJECT);

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
      case BackupManifest.FILE_NAME, BackupVerification.FILE_NAME -> Optional.empty();
      default -> byEnding(name, name.toLowerCase(Locale.ROOT));
    };
  }

  private static Optional<KnownFile> byEnding(String name, String lower) {
    if (lower.endsWith(BackupManifest.ENTRY_SUFFIX)) {
      return Optional.empty();
    }
    for (Map.Entry<String, ArtifactFormat> ending : ENDINGS.entrySet()) {
      if (lower.endsWith(ending.getKey())) {
        String plain = name.substring(0, name.length() - ending.getKey().length());
        return known(
            ending.getValue() == ArtifactFormat.KUBERNETES_OBJECT ? "object-" + plain : plain,
            ending.getValue());
      }
    }
    return Optional.empty();
  }

  private static Optional<KnownFile> known(String artifact, ArtifactFormat format) {
    return Optional.of(new KnownFile(artifact, format));
  }
}
