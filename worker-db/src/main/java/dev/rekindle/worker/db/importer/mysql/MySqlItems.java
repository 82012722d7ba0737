package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.Programs;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is in a database, looked up from the server or from what an exchange wrote down. */
final class MySqlItems {

  private static final Pattern DEFINER =
      Pattern.compile("(?is)CREATE\\b.{0,60}?\\bDEFINER *= *`([^`]*)`@`([^`]*)`.*");

  private final Session session;

  MySqlItems(Session session) {
    this.session = session;
  }

  static void install(Session session) throws SQLException {
    session.run(
        "CREATE TABLE IF NOT EXISTS rekindle.exchange_item (target VARCHAR(64) NOT NULL,"
            + " side VARCHAR(8) NOT NULL, position INTEGER NOT NULL, kind VARCHAR(16) NOT NULL,"
            + " name VARCHAR(64) NOT NULL, sql_mode TEXT NOT NULL, collation_ VARCHAR(64) NOT NULL,"
            + " time_zone_ VARCHAR(64) NOT NULL, body LONGTEXT NOT NULL,"
            + " PRIMARY KEY (target, side, position)) ENGINE=InnoDB");
  }

  void save(String target, String side, List<MySqlItem> items) throws SQLException {
    int position = 0;
    for (MySqlItem item : items) {
      session.execute(
          "INSERT INTO rekindle.exchange_item (target, side, position, kind, name, sql_mode,"
              + " collation_, time_zone_, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          target,
          side,
          position++,
          item.kind(),
          item.name(),
          item.mode(),
          item.collation(),
          item.zone(),
          item.text());
    }
  }

  List<MySqlItem> saved(String target, String side) throws SQLException {
    return session
        .table(
            "SELECT kind, name, sql_mode, collation_, time_zone_, body FROM rekindle.exchange_item"
                + " WHERE target = ? AND side = ? ORDER BY position",
            target,
            side)
        .stream()
        .map(MySqlItem::of)
        .toList();
  }

  void forget(String target) throws SQLException {
    session.execute("DELETE FROM rekindle.exchange_item WHERE target = ?", target);
  }

  /** Tables and sequences by name. */
  List<String> tables(String database) throws SQLException {
    return session.column(
        "SELECT table_name FROM information_schema.tables"
            + " WHERE table_schema = ? AND table_type NOT LIKE '%VIEW' ORDER BY table_name",
        database);
  }

  /** Everything in a database, with what makes it again in a database of another name. */
  List<MySqlItem> of(String database) throws SQLException {
    List<MySqlItem> all = new ArrayList<>();
    tables(database).forEach(name -> all.add(MySqlItem.table(name)));
    for (String kind : MySqlItem.PROGRAMS) {
      for (String name : session.column(names(kind), database)) {
        all.add(program(database, kind, name));
      }
    }
    return all;
  }

  static String names(String kind) {
    return switch (kind) {
      case "TRIGGER" ->
          "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ?"
              + " ORDER BY event_object_table, event_manipulation, action_timing, action_order";
      case "VIEW" ->
          "SELECT table_name FROM information_schema.views WHERE table_schema = ? ORDER BY 1";
      case "EVENT" ->
          "SELECT event_name FROM information_schema.events WHERE event_schema = ? ORDER BY 1";
      default ->
          "SELECT routine_name FROM information_schema.routines WHERE routine_schema = ?"
              + " AND routine_type = '"
              + kind
              + "' ORDER BY 1";
    };
  }

  // Columns of SHOW CREATE, always the name first: VIEW text, client, collation; EVENT mode, zone,
  // text, client, collation; all others mode, text, client, collation.
  private MySqlItem program(String database, String kind, String name) throws SQLException {
    String place = MySqlDialect.quote(database) + "." + MySqlDialect.quote(name);
    List<@Nullable String> row = session.table("SHOW CREATE " + kind + " " + place).getFirst();
    boolean view = kind.equals("VIEW");
    boolean event = kind.equals("EVENT");
    String text = row.get(view ? 1 : event ? 3 : 2);
    if (text == null) {
      throw DatabaseProblem.permanent(
          ProblemCode.PERMISSION_MISSING,
          "The user may not read the body of %s %s".formatted(kind.toLowerCase(Locale.ROOT), name));
    }
    String own = MySqlDialect.quote(database) + ".";
    if (view) {
      refuseBroken(place);
      text = text.replace(own, "");
    } else if (text.substring(0, Math.min(400, text.length())).contains(own)) {
      throw DatabaseProblem.permanent(
          ProblemCode.TARGET_UNSUITABLE,
          "%s %s names its own database, so that it cannot be moved to another one"
              .formatted(kind.toLowerCase(Locale.ROOT), name));
    }
    return new MySqlItem(
        kind,
        name,
        view ? "" : String.valueOf(row.get(1)),
        String.valueOf(row.get(view ? 3 : event ? 5 : 4)),
        event ? String.valueOf(row.get(2)) : "",
        text);
  }

  /** A view that does not work cannot be made again. */
  private void refuseBroken(String view) throws SQLException {
    try {
      session.table("SELECT * FROM " + view + " LIMIT 0");
    } catch (SQLException e) {
      throw new DatabaseProblem(
          ProblemCode.TARGET_UNSUITABLE,
          false,
          "View %s does not work, repair or drop it: %s".formatted(view, e.getMessage()),
          e);
    }
  }

  /** Ends what would make programs that this user may not make. */
  void refuseForbidden(List<MySqlItem> items) throws SQLException {
    Set<String> definers = new TreeSet<>();
    Set<String> kinds = new TreeSet<>();
    for (MySqlItem item : items) {
      Matcher matcher = DEFINER.matcher(item.text());
      if (matcher.matches()) {
        definers.add(matcher.group(1) + "@" + matcher.group(2));
      }
      kinds.add(item.kind());
    }
    List<String> missing =
        new MySqlPrograms(session).obstacles(new Programs(definers, kinds)).missingRights();
    if (!missing.isEmpty()) {
      throw DatabaseProblem.permanent(
          ProblemCode.PERMISSION_MISSING, String.join("; ", missing) + ". Grant it");
    }
  }
}
