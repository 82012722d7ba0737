package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.input.MySqlPiece;
import dev.rekindle.worker.db.importer.input.RawBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one INSERT of many that follow each other with the same words before VALUES: a dump taken
 * with {@code --skip-extended-insert} has one for each row. The same pieces give the same inserts.
 */
final class MySqlRowsJoiner {

  private static final RawBytes COMMA = RawBytes.ofText(",");

  private final int limit;
  private final List<MySqlPiece.Rows> held = new ArrayList<>();
  private long length;

  /**
   * @param limit bytes of rows that one INSERT may have by joining
   */
  MySqlRowsJoiner(int limit) {
    this.limit = limit;
  }

  /** Takes rows in; what does not go together with them comes out. */
  Optional<MySqlPiece.Rows> add(MySqlPiece.Rows rows) {
    boolean together =
        held.isEmpty()
            || (length + rows.tuples().length() <= limit
                && held.getFirst().table().equals(rows.table())
                && held.getFirst().head().equals(rows.head()));
    Optional<MySqlPiece.Rows> before = together ? Optional.empty() : take();
    held.add(rows);
    length += rows.tuples().length() + 1;
    return before;
  }

  /** All that was taken in. */
  Optional<MySqlPiece.Rows> take() {
    if (held.size() < 2) {
      Optional<MySqlPiece.Rows> one = held.stream().findFirst();
      clear();
      return one;
    }
    MySqlPiece.Rows first = held.getFirst();
    List<RawBytes> tuples = new ArrayList<>();
    for (MySqlPiece.Rows rows : held) {
      if (!tuples.isEmpty()) {
        tuples.add(COMMA);
      }
      tuples.add(rows.tuples());
    }
    MySqlPiece.Rows joined =
        new MySqlPiece.Rows(
            first.table(),
            first.head(),
            RawBytes.join(tuples),
            held.stream().mapToInt(MySqlPiece.Rows::rows).sum(),
            first.from(),
            held.getLast().to());
    clear();
    return Optional.of(joined);
  }

  private void clear() {
    held.clear();
    length = 0;
  }
}
