package dev.rekindle.worker.db.importer.target;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is in a database, counted and summed over several connections.
 *
 * @param rows by table
 * @param checksums in the order of {@link Database#contents}
 */
record Content(Map<String, Long> rows, List<String> checksums) {

  /**
   * Counts.
   *
   * @param on the same database through another session
   * @param bytes of rows by table, so that the biggest are begun with
   */
  static Content of(
      Lanes lanes, Database database, Function<Session, Database> on, Map<String, Long> bytes)
      throws SQLException {
    Map<String, Long> rows = new ConcurrentHashMap<>();
    Map<String, Database.Checksum> checksums = new ConcurrentHashMap<>();
    lanes.setting(session -> on.apply(session).prepareProof());
    List<String> tables = database.tables();
    if (!database.checksumsCount()) {
      for (String table : tables) {
        lanes.after("", "counts", 1, session -> rows.put(table, on.apply(session).count(table)));
      }
    }
    List<String> contents = database.contents();
    for (String content : contents) {
      lanes.after(
          "",
          "checksums",
          2 + bytes.getOrDefault(content, 0L),
          session -> checksums.put(content, on.apply(session).checksum(content)));
    }
    lanes.awaitAll();
    if (database.checksumsCount()) {
      tables.forEach(table -> rows.put(table, of(checksums, table).rows()));
    }
    return new Content(
        new TreeMap<>(rows),
        contents.stream().map(content -> of(checksums, content).line()).toList());
  }

  private static Database.Checksum of(Map<String, Database.Checksum> checksums, String content) {
    return Objects.requireNonNull(checksums.get(content), content);
  }
}
