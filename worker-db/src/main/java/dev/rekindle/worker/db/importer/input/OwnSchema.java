package dev.rekindle.worker.db.importer.input;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a dump says of schema {@code rekindle}. A database that was restored once holds the
 * ledger of that import, and so does every later backup of it; loading it again would meet, or
 * overwrite, the ledger of the import at work.
 */
final class OwnSchema {

  private static final String OBJECT =
      "(TABLE|SEQUENCE|COLUMN|CONSTRAINT \\S+ ON|INDEX|VIEW|TRIGGER \\S+ ON)";

  /** The first words of statements as pg_dump writes them; what people write is in the middle. */
  private static final Pattern OWN =
      Pattern.compile(
          "(?is)("
              + "(CREATE|ALTER|DROP|COMMENT ON) SCHEMA (IF (NOT )?EXISTS )?rekindle\\b"
              + "|(GRANT|REVOKE) [^;']* ON (SCHEMA rekindle\\b|(TABLE |SEQUENCE )?rekindle\\.)"
              + "|ALTER DEFAULT PRIVILEGES [^;']* IN SCHEMA rekindle\\b"
              + "|CREATE (UNLOGGED )?(TABLE|SEQUENCE) rekindle\\."
              + "|(ALTER|DROP|COMMENT ON) "
              + OBJECT
              + " (IF EXISTS )?(ONLY )?rekindle\\."
              + "|CREATE (UNIQUE )?INDEX \\S+ ON (ONLY )?rekindle\\."
              + "|(COPY|INSERT INTO) rekindle\\."
              + "|SELECT pg_catalog\\.setval\\('rekindle\\."
              + ").*");

  /** Before 10.3 pg_dump set the path and left names without their schema. */
  private static final Pattern PATH = Pattern.compile("(?is)SET search_path = (rekindle\\b)?.*");

  private boolean path;

  /** Whether the next piece of a dump belongs to it; to be asked of every piece, in order. */
  boolean holds(PostgresPiece piece) {
    return switch (piece) {
      case PostgresPiece.CopyRows rows -> path || rows.table().startsWith("rekindle.");
      case PostgresPiece.Statement s -> holds(s);
      case PostgresPiece.LargeObject _ -> false;
    };
  }

  private boolean holds(PostgresPiece.Statement statement) {
    String beginning = statement.text().beginning(400);
    if (statement.kind() != PostgresStatementKind.SESSION && !beginning.contains("rekindle")) {
      // Nearly all of them: a dump with --inserts has one statement a row.
      return path;
    }
    String words = beginning.strip().replaceAll("\\s+", " ");
    if (statement.kind() == PostgresStatementKind.SESSION) {
      Matcher set = PATH.matcher(words);
      if (set.matches()) {
        path = set.group(1) != null;
        return path;
      }
      return false;
    }
    return path || OWN.matcher(words).matches();
  }
}
