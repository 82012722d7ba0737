package dev.rekindle.worker.db.importer.mysql;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table, view, trigger, routine or event that moves to another database.
 *
 * @param mode the sql_mode it was made under; empty for tables and views
 * @param collation the collation_connection it was made under; empty for tables
 * @param zone the time zone it was made under; empty for all but events
 * @param text what makes it again; empty for tables, which are renamed
 */
record MySqlItem(
    String kind, String name, String mode, String collation, String zone, String text) {

  static final String TABLE = "TABLE";

  /** Routines before what may call them. */
  static final List<String> PROGRAMS = List.of("PROCEDURE", "FUNCTION", "VIEW", "TRIGGER", "EVENT");

  private static final Pattern ENABLED = Pattern.compile("\\b(PRESERVE)\\s+ENABLE\\b");
  private static final Pattern RESTING =
      Pattern.compile("\\b(PRESERVE)\\s+DISABLE ON (SLAVE|REPLICA)\\b");

  static MySqlItem table(String name) {
    return new MySqlItem(TABLE, name, "", "", "", "");
  }

  static MySqlItem of(List<@Nullable String> row) {
    List<String> all = row.stream().map(String::valueOf).toList();
    return new MySqlItem(all.get(0), all.get(1), all.get(2), all.get(3), all.get(4), all.get(5));
  }

  boolean isTable() {
    return kind.equals(TABLE);
  }

  /** An event must not run over what is only kept; it rests there in a way that is told apart. */
  MySqlItem resting() {
    return kind.equals("EVENT")
        ? withText(ENABLED.matcher(text).replaceFirst("$1 DISABLE ON SLAVE"))
        : this;
  }

  /** As it was before it rested. */
  MySqlItem awake() {
    return kind.equals("EVENT") ? withText(RESTING.matcher(text).replaceFirst("$1 ENABLE")) : this;
  }

  private MySqlItem withText(String other) {
    return new MySqlItem(kind, name, mode, collation, zone, other);
  }
}
