package dev.rekindle.worker.db.importer.input;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a statement of a plain pg_dump is about, told from its first words. */
public enum PostgresStatementKind {
  /** Sets parameters of the session; executed in every attempt. */
  SESSION,
  /** Builds the schema, before or after the data; also sequence values. */
  SCHEMA,
  /** One INSERT, of a dump taken with --inserts. */
  INSERT,
  /**
   * Says who owns or may use something; skipped with a note when the role does not exist here or
   * may not be set by a plain owner.
   */
  OWNERSHIP,
  /** Creates or comments an extension; skipped with a note when it is there and not ours. */
  EXTENSION,
  /** Creates a schema; skipped when it is there. */
  NAMESPACE,
  /** Creates or changes a database: the importer knows its target. */
  DATABASE,
  /** Brackets around large objects: the importer has its own transactions. */
  CONTROL,
  /** What a dump of one database does not hold, or this version cannot import. */
  UNKNOWN;

  private static final Pattern SESSION_WORDS =
      Pattern.compile("SET (?!CONSTRAINTS).*|SELECT PG_CATALOG\\.SET_CONFIG\\(.*|RESET .*");
  private static final Pattern OWNERSHIP_WORDS =
      Pattern.compile(
          "ALTER .* OWNER TO .*|GRANT .*|REVOKE .*|ALTER DEFAULT PRIVILEGES .*|SECURITY LABEL .*");
  private static final Pattern EXTENSION_WORDS =
      Pattern.compile("(CREATE|COMMENT ON|ALTER|DROP) EXTENSION .*|COMMENT ON SCHEMA .*");
  private static final Pattern NAMESPACE_WORDS = Pattern.compile("CREATE SCHEMA .*");
  private static final Pattern DATABASE_WORDS =
      Pattern.compile("(CREATE|DROP|ALTER|COMMENT ON) DATABASE .*");
  private static final Pattern SCHEMA_WORDS =
      Pattern.compile(
          "(CREATE|ALTER|DROP) (?!ROLE|USER|GROUP|TABLESPACE|SUBSCRIPTION|SYSTEM).*"
              + "|CREATE USER MAPPING .*|COMMENT ON .*|REFRESH MATERIALIZED VIEW .*"
              + "|SELECT PG_CATALOG\\.(SETVAL|LO_CREATE)\\(.*");

  static PostgresStatementKind of(RawBytes statement) {
    String words =
        statement.beginning(2000).replaceAll("\\s+", " ").strip().toUpperCase(Locale.ROOT);
    if (SESSION_WORDS.matcher(words).matches()) {
      return SESSION;
    }
    if (words.startsWith("INSERT INTO ")) {
      return INSERT;
    }
    if (OWNERSHIP_WORDS.matcher(words).matches()) {
      return OWNERSHIP;
    }
    if (EXTENSION_WORDS.matcher(words).matches()) {
      return EXTENSION;
    }
    if (NAMESPACE_WORDS.matcher(words).matches()) {
      return NAMESPACE;
    }
    if (DATABASE_WORDS.matcher(words).matches()) {
      return DATABASE;
    }
    return SCHEMA_WORDS.matcher(words).matches() ? SCHEMA : UNKNOWN;
  }
}
