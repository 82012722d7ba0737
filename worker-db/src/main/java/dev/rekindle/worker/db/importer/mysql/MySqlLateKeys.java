package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.input.MySqlPiece;
import dev.rekindle.worker.db.importer.input.RawBytes;
import dev.rekindle.worker.db.importer.mysql.MySqlTableText.ForeignKey;
import dev.rekindle.worker.db.importer.target.HeldTarget;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Indexes and foreign keys of big tables, added when their rows are there: an index is built from
 * sorted rows at once instead of row by row. What was added already the server's catalogue tells.
 */
final class MySqlLateKeys {

  private record Late(MySqlTableText text, MySqlSettings settings, long to) {}

  private final HeldTarget target;
  private final ToLongFunction<String> bytesOf;
  private final ToLongFunction<String> expected;
  private final long bigFrom;
  private final Map<String, Late> open = new LinkedHashMap<>();
  private final List<Late> referencing = new ArrayList<>();

  /**
   * @param bytesOf of a table's rows so far
   * @param expected bytes of a table's rows in the whole dump; of an unknown one the greatest
   * @param bigFrom from so many bytes on the keys of a table wait
   */
  MySqlLateKeys(
      HeldTarget target,
      ToLongFunction<String> bytesOf,
      ToLongFunction<String> expected,
      long bigFrom) {
    this.target = target;
    this.bytesOf = bytesOf;
    this.expected = expected;
    this.bigFrom = bigFrom;
  }

  /** What is to be executed now of a statement that makes a table; keeps the rest for later. */
  RawBytes early(MySqlPiece.Statement statement) throws SQLException {
    MySqlTableText text = MySqlTableText.of(statement.text()).orElse(null);
    if (text == null || (text.keys().isEmpty() && text.references().isEmpty())) {
      return statement.text();
    }
    boolean big = isBig(text.table());
    boolean bigParent = text.references().stream().anyMatch(key -> isBig(key.parent()));
    if (!big && !bigParent) {
      return statement.text();
    }
    Late late = new Late(text, MySqlSettings.of(target.session()), statement.to());
    if (big) {
      open.put(text.table(), late);
    }
    referencing.add(late);
    return big ? text.bare() : text.withKeys();
  }

  private boolean isBig(String table) {
    return expected.applyAsLong(table) >= bigFrom;
  }

  /** Has the keys of a table built, of which no more rows will come. */
  void complete(String table) {
    Late late = open.remove(table);
    if (late != null && !late.text().keys().isEmpty()) {
      long urgency = 1 + bytesOf.applyAsLong(table);
      target.lanes().after(table, "keys of " + table, urgency, session -> build(session, late));
    }
  }

  /** Has the keys of all tables built. */
  void completeAll() {
    List.copyOf(open.keySet()).forEach(this::complete);
  }

  private void build(Session session, Late late) throws SQLException {
    MySqlSettings before = MySqlSettings.of(session);
    late.settings().apply(session);
    Set<String> there = keys(session, late.text().table());
    List<MySqlTableText.Key> missing =
        late.text().keys().stream().filter(key -> !there.contains(key.name())).toList();
    add(
        session,
        late,
        missing.stream().filter(key -> !key.alone()).map(MySqlTableText.Key::definition).toList());
    for (MySqlTableText.Key key : missing) {
      if (key.alone()) {
        add(session, late, List.of(key.definition()));
      }
    }
    before.apply(session);
  }

  private Set<String> keys(Session session, String table) throws SQLException {
    return target.isResumed()
        ? Set.copyOf(
            session.column(
                "SELECT index_name FROM information_schema.statistics"
                    + " WHERE table_schema = DATABASE() AND table_name = ?",
                table))
        : Set.of();
  }

  private void add(Session session, Late late, List<String> definitions) throws SQLException {
    if (definitions.isEmpty()) {
      return;
    }
    target.confirm(session);
    RawBytes statement = late.text().adding(definitions);
    try {
      RawStatement.send(session, statement);
    } catch (SQLException e) {
      throw MySqlProblems.of(
          "Keys of table %s: '%s'".formatted(late.text().table(), statement.beginning(200)), e);
    }
    target.mark(session, late.to());
  }

  /** Adds the foreign keys, which are not checked, as they would not be by the client. */
  void addForeignKeys() throws SQLException {
    Session session = target.session();
    session.run("SET SESSION foreign_key_checks = 0");
    for (Late late : referencing) {
      late.settings().apply(session);
      Set<String> there =
          Set.copyOf(
              session.column(
                  "SELECT constraint_name FROM information_schema.table_constraints WHERE"
                      + " table_schema = DATABASE() AND table_name = ?"
                      + " AND constraint_type = 'FOREIGN KEY'",
                  late.text().table()));
      add(
          session,
          late,
          late.text().references().stream()
              .filter(key -> !there.contains(key.name()))
              .map(ForeignKey::definition)
              .toList());
    }
  }
}
