package dev.rekindle.worker.db.importer.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a statement of pg_dump that stands behind the data does, as far as it may go in parallel.
 */
sealed interface PostgresLateStatement {

  /** Adds a constraint with an index; nobody else may use the table meanwhile. */
  record Constraint(String table) implements PostgresLateStatement {}

  /** Builds an index; others of the same table may be built at the same time. */
  record Index(String table) implements PostgresLateStatement {}

  /** Adds a foreign key that may be checked later. */
  record ForeignKey(String table, String name) implements PostgresLateStatement {}

  /** Says something about an object, whenever that is there. */
  record Remark() implements PostgresLateStatement {}

  /** Sets a sequence, which has nothing to do with rows. */
  record SequenceValue() implements PostgresLateStatement {}

  /** Must stand where it stands. */
  record Other() implements PostgresLateStatement {}

  String NAME = "((?:\"(?:[^\"]|\"\")+\"|[\\w$.])+)";

  Pattern CONSTRAINT =
      Pattern.compile(
          "(?is)ALTER\\s+TABLE\\s+(?:ONLY\\s+)?"
              + NAME
              + "\\s+ADD\\s+CONSTRAINT\\s+"
              + NAME
              + "\\s+(?:PRIMARY\\s+KEY|UNIQUE|EXCLUDE)\\b.*");
  Pattern INDEX =
      Pattern.compile(
          "(?is)CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+"
              + NAME
              + "\\s+ON\\s+(?:ONLY\\s+)?"
              + NAME
              + "\\s.*");

  /** Of a partitioned table, which is named without ONLY, a key must be checked at once. */
  Pattern FOREIGN_KEY =
      Pattern.compile(
          "(?is)ALTER\\s+TABLE\\s+ONLY\\s+"
              + NAME
              + "\\s+ADD\\s+CONSTRAINT\\s+"
              + NAME
              + "\\s+FOREIGN\\s+KEY\\b.*");

  /** Constraints that the dump itself says are not checked. */
  Pattern UNCHECKED = Pattern.compile("(?is).*\\bNOT\\s+(?:VALID|ENFORCED)\\s*");

  static PostgresLateStatement of(String text) {
    PostgresLateStatement onTable = ofTable(text);
    if (onTable != null) {
      return onTable;
    }
    if (text.startsWith("COMMENT ON ")) {
      return new Remark();
    }
    return text.startsWith("SELECT pg_catalog.setval(") ? new SequenceValue() : new Other();
  }

  private static @Nullable PostgresLateStatement ofTable(String text) {
    Matcher constraint = CONSTRAINT.matcher(text);
    if (constraint.matches()) {
      return new Constraint(constraint.group(1));
    }
    Matcher index = INDEX.matcher(text);
    if (index.matches()) {
      return new Index(index.group(2));
    }
    Matcher key = FOREIGN_KEY.matcher(text);
    return key.matches() && !UNCHECKED.matcher(text).matches()
        ? new ForeignKey(key.group(1), key.group(2))
        : null;
  }
}
