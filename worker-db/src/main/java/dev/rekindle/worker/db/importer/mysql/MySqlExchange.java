package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.Session;
import dev.rekindle.worker.db.importer.target.Shelf;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Moves everything of one database to another name, and everything of a third to the first. MySQL
 * renames no databases, and no table with a trigger into another database (error 1435): programs
 * are written down, dropped, and made again once the tables have moved. Each step can be made again
 * from where it stopped.
 */
final class MySqlExchange {

  private static final String OUT = "OUT";
  private static final String IN = "IN";

  private static final int WRITTEN_DOWN = 1;
  private static final int DROPPED = 2;
  private static final int MOVED = 3;

  /** Table, view, routine, trigger or event exists: made by whoever died. */
  private static final Set<Integer> MADE_BEFORE = Set.of(1050, 1304, 1359, 1537);

  /** What a view names is not there, or not yet: another view. */
  private static final Set<Integer> NOT_YET = Set.of(1146, 1356);

  private final Session session;
  private final MySqlItems items;
  private final MySqlShelf shelf;
  private final String live;
  private final String incoming;
  private final String outgoing;
  private final Shelf.Steps steps;

  MySqlExchange(Session session, String live, String incoming, String outgoing, Shelf.Steps steps) {
    this.session = session;
    this.items = new MySqlItems(session);
    this.shelf = new MySqlShelf(session);
    this.live = live;
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.steps = steps;
  }

  void run() throws SQLException {
    if (steps.next() < WRITTEN_DOWN) {
      writeDown();
    }
    if (steps.next() == WRITTEN_DOWN) {
      drop(live, items.saved(live, OUT));
      drop(incoming, items.saved(live, IN));
      steps.ended(WRITTEN_DOWN, () -> {});
    }
    if (steps.next() == DROPPED) {
      rename();
      steps.ended(DROPPED, () -> {});
    }
    if (steps.next() == MOVED) {
      settle();
    }
  }

  /** The tables have moved: programs follow, and the incoming name is free. */
  private void settle() throws SQLException {
    make(outgoing, items.saved(live, OUT).stream().map(MySqlItem::resting).toList());
    make(live, items.saved(live, IN).stream().map(MySqlItem::awake).toList());
    if (!items.of(incoming).isEmpty()) {
      throw DatabaseProblem.permanent(
          ProblemCode.CONFLICT,
          "Something was made in database %s while it was emptied".formatted(incoming));
    }
    steps.confirm("dropping " + incoming);
    shelf.drop(incoming);
    steps.ended(() -> items.forget(live));
  }

  private void writeDown() throws SQLException {
    MySqlItems.install(session);
    if (!shelf.exists(live)) {
      steps.confirm("creating " + live);
      shelf.create(live, incoming);
    }
    List<MySqlItem> out = items.of(live);
    List<MySqlItem> in = items.of(incoming);
    List<MySqlItem> both = new ArrayList<>(out);
    both.addAll(in);
    items.refuseForbidden(both);
    steps.confirm("creating " + outgoing);
    shelf.create(outgoing, live);
    steps.ended(
        0,
        () -> {
          items.forget(live);
          items.save(live, OUT, out);
          items.save(live, IN, in);
        });
  }

  private void drop(String database, List<MySqlItem> all) throws SQLException {
    for (MySqlItem item : all) {
      if (!item.isTable()) {
        steps.confirm("dropping " + item.kind() + " " + item.name());
        session.run("DROP " + item.kind() + " IF EXISTS " + place(database, item.name()));
      }
    }
  }

  private static String place(String database, String name) {
    return MySqlDialect.quote(database) + "." + MySqlDialect.quote(name);
  }

  /** All in one statement; what an older server's crash has left of it is done now. */
  private void rename() throws SQLException {
    List<String> moves = new ArrayList<>();
    List<String> gone = items.tables(outgoing);
    List<String> waiting = items.tables(incoming);
    for (MySqlItem item : items.saved(live, OUT)) {
      if (item.isTable() && !gone.contains(item.name())) {
        moves.add(place(live, item.name()) + " TO " + place(outgoing, item.name()));
      }
    }
    for (MySqlItem item : items.saved(live, IN)) {
      if (item.isTable() && waiting.contains(item.name())) {
        moves.add(place(incoming, item.name()) + " TO " + place(live, item.name()));
      }
    }
    if (!moves.isEmpty()) {
      steps.confirm("renaming " + moves.size() + " tables");
      session.run("SET SESSION foreign_key_checks = 0");
      session.run("RENAME TABLE " + String.join(", ", moves));
      session.run("SET SESSION foreign_key_checks = 1");
    }
  }

  private void make(String database, List<MySqlItem> all) throws SQLException {
    session.run("USE " + MySqlDialect.quote(database));
    List<MySqlItem> left = all.stream().filter(item -> !item.isTable()).toList();
    int before;
    do {
      before = left.size();
      List<MySqlItem> later = new ArrayList<>();
      for (MySqlItem item : left) {
        if (!made(database, item)) {
          later.add(item);
        }
      }
      left = later;
    } while (!left.isEmpty() && left.size() < before);
    for (MySqlItem item : left) {
      throw DatabaseProblem.permanent(
          ProblemCode.CONFLICT,
          "View %s cannot be made in database %s: it names what is not there"
              .formatted(item.name(), database));
    }
    session.run("SET SESSION sql_mode = DEFAULT, SESSION time_zone = DEFAULT");
    session.execute("SET NAMES utf8mb4");
  }

  /** False for a view that must wait for another one. */
  private boolean made(String database, MySqlItem item) throws SQLException {
    steps.confirm("creating " + item.kind() + " " + item.name());
    session.execute("SET SESSION sql_mode = ?", item.mode());
    session.execute("SET SESSION collation_connection = ?", item.collation());
    session.execute("SET SESSION time_zone = ?", item.zone().isEmpty() ? "SYSTEM" : item.zone());
    try {
      session.run(item.text());
      return true;
    } catch (SQLException e) {
      if (item.kind().equals("VIEW") && NOT_YET.contains(e.getErrorCode())) {
        return false;
      }
      if (MADE_BEFORE.contains(e.getErrorCode())) {
        return true;
      }
      throw MySqlProblems.of(
          "Making %s %s in database %s".formatted(item.kind(), item.name(), database), e);
    }
  }
}
