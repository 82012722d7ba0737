package dev.rekindle.worker.db.importer.input;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a statement of a mysqldump is about, told from its first words. */
public enum MySqlStatementKind {
  /** Sets variables of the session; executed in every attempt. */
  SESSION,
  /** Creates, drops or alters a table, an index or a sequence. */
  TABLE,
  /** Creates or drops a view, trigger, routine or event; executed after all data. */
  PROGRAM,
  /** LOCK, UNLOCK, DISABLE KEYS and transaction control: the importer has its own. */
  CONTROL,
  /** Creates, changes or selects a database: the importer knows its target. */
  DATABASE,
  /** Changes the server beyond the database, such as GTID_PURGED; never executed. */
  SERVER,
  /** None of these: mysqldump does not write it. */
  UNKNOWN;

  private static final Pattern VERSION_COMMENT = Pattern.compile("/\\*M?!\\d*|\\*/");
  private static final Pattern CONTROL_WORDS =
      Pattern.compile(
          "(LOCK|UNLOCK) TABLES?\\b.*|COMMIT\\b.*|BEGIN( WORK)?|START TRANSACTION\\b.*|ROLLBACK\\b.*"
              + "|SET (@@)?(SESSION[ .])?AUTOCOMMIT\\b.*|ALTER TABLE .* (DISABLE|ENABLE) KEYS");
  private static final Pattern SERVER_WORDS =
      Pattern.compile(
          "SET (@@)?GLOBAL\\b.*|SET (@@)?(SESSION[ .])?SQL_LOG_BIN\\b.*|CHANGE (MASTER|REPLICATION)\\b.*"
              + "|(START|STOP) (SLAVE|REPLICA)\\b.*|FLUSH\\b.*|SET @@SESSION\\.SQL_LOG_BIN\\b.*");
  private static final Pattern DATABASE_WORDS =
      Pattern.compile("USE\\b.*|(CREATE|DROP|ALTER) (DATABASE|SCHEMA)\\b.*");
  private static final Pattern TABLE_WORDS =
      Pattern.compile(
          "(CREATE|DROP|ALTER) (OR REPLACE )?(TABLE|SEQUENCE|INDEX|UNIQUE INDEX|FULLTEXT INDEX)\\b.*"
              + "|(SELECT|DO) SETVAL *\\(.*");
  private static final Pattern PROGRAM_WORDS =
      Pattern.compile(
          "(CREATE|DROP)( OR REPLACE)?( ALGORITHM *= *\\w+)?( DEFINER *= *\\S+( *@ *\\S+)?)?"
              + "( SQL SECURITY \\w+)?( AGGREGATE)?"
              + " (VIEW|TRIGGER|PROCEDURE|FUNCTION|EVENT|PACKAGE BODY|PACKAGE)\\b.*");

  static MySqlStatementKind of(RawBytes statement) {
    String words = words(statement);
    if (CONTROL_WORDS.matcher(words).matches()) {
      return CONTROL;
    }
    if (SERVER_WORDS.matcher(words).matches()) {
      return SERVER;
    }
    if (words.startsWith("SET ")) {
      return SESSION;
    }
    if (DATABASE_WORDS.matcher(words).matches()) {
      return DATABASE;
    }
    if (TABLE_WORDS.matcher(words).matches()) {
      return TABLE;
    }
    return PROGRAM_WORDS.matcher(words).matches() ? PROGRAM : UNKNOWN;
  }

  /** The first words in upper case, in one line, without the marks of versioned comments. */
  static String words(RawBytes statement) {
    return VERSION_COMMENT
        .matcher(statement.beginning(600))
        .replaceAll(" ")
        .replaceAll("\\s+", " ")
        .strip()
        .toUpperCase(Locale.ROOT);
  }
}
