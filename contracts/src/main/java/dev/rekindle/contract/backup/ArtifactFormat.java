package dev.rekindle.contract.backup;

/** What an artefact is. The wire name is what manifests and messages carry. */
public enum ArtifactFormat {
  /** Output of mysqldump or mariadb-dump as SQL text, compressed with gzip. */
  MYSQL_DUMP_GZIP("mysqldump+gzip"),
  /** Output of pg_dump in plain format, compressed with gzip. */
  POSTGRES_DUMP_GZIP("pg_dump+gzip"),
  /** A Redis snapshot file. */
  RDB("rdb"),
  /** One Kubernetes object as JSON. */
  KUBERNETES_OBJECT("kubernetes+json"),
  /** A folder of files; its digest is that of its listing. */
  FILES("files");

  private final String wireName;

  ArtifactFormat(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
