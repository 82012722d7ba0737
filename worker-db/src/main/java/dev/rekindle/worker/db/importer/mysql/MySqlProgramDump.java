package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The triggers, routines, events and views of a dump, each with the session it was made in. */
final class MySqlProgramDump {

  /** Takes lines of the dump. */
  interface Lines {
    void line(String text) throws IOException;
  }

  private final Session session;
  private final String database;
  private final Lines lines;

  MySqlProgramDump(Session session, String database, Lines lines) {
    this.session = session;
    this.database = database;
    this.lines = lines;
  }

  void write() throws SQLException, IOException {
    // Columns of SHOW CREATE: name, sql_mode, statement, character_set_client, collation, ...
    each(
        "TRIGGER",
        "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ? ORDER BY event_object_table, action_order",
        1,
        2);
    each("PROCEDURE", routines("PROCEDURE"), 1, 2);
    each("FUNCTION", routines("FUNCTION"), 1, 2);
    each(
        "EVENT",
        "SELECT event_name FROM information_schema.events WHERE event_schema = ? ORDER BY event_name",
        1,
        3);
    for (List<@Nullable String> row :
        session.table(
            "SELECT table_name FROM information_schema.views WHERE table_schema = ? ORDER BY table_name",
            database)) {
      String name = MySqlDialect.quote(String.valueOf(row.getFirst()));
      String create = String.valueOf(session.table("SHOW CREATE VIEW " + name).getFirst().get(1));
      lines.line(withoutDatabase(create) + ";");
    }
  }

  private static String routines(String type) {
    return "SELECT routine_name FROM information_schema.routines WHERE routine_schema = ?"
        + " AND routine_type = '"
        + type
        + "' ORDER BY routine_name";
  }

  private void each(String kind, String names, int modeColumn, int textColumn)
      throws SQLException, IOException {
    for (List<@Nullable String> row : session.table(names, database)) {
      String name = String.valueOf(row.getFirst());
      List<@Nullable String> created =
          session.table("SHOW CREATE " + kind + " " + MySqlDialect.quote(name)).getFirst();
      String text = created.get(textColumn);
      if (text == null) {
        throw DatabaseProblem.permanent(
            ProblemCode.PERMISSION_MISSING,
            "The user may not read the body of %s %s"
                .formatted(kind.toLowerCase(java.util.Locale.ROOT), name));
      }
      lines.line("SET sql_mode = '" + created.get(modeColumn) + "';");
      lines.line("DELIMITER ;;");
      lines.line(text + " ;;");
      lines.line("DELIMITER ;");
    }
  }

  /** Views name their own database; the dump may be imported under another name. */
  private String withoutDatabase(String create) {
    return create.replace(MySqlDialect.quote(database) + ".", "");
  }
}
