package dev.rekindle.worker.db.importer.input;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts what the pieces of a PostgreSQL dump make. */
public final class PostgresInventory {

  private static final String NAME = "((?:\"(?:[^\"]|\"\")+\"|[\\w$.])+)";
  private static final Pattern CREATE_TABLE =
      Pattern.compile("(?is)CREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+" + NAME + "\\s*\\(.*");
  private static final Pattern INSERT = Pattern.compile("(?is)INSERT\\s+INTO\\s+" + NAME + "\\s.*");
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?is)CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:CONSTRAINT\\s+)?(TRIGGER|FUNCTION|PROCEDURE)\\s.*");

  /** How {@code programs} call large objects, which have no table to be counted in. */
  public static final String LARGE_OBJECT = "LARGE OBJECT";

  private static final Pattern CREATE_LARGE_OBJECT =
      Pattern.compile("(?is)SELECT\\s+pg_catalog\\.lo_create\\(.*");
  private static final Pattern PARTITIONED = Pattern.compile("(?is).*\\)\\s*PARTITION\\s+BY\\s.*");

  private final Map<String, Long> rows = new LinkedHashMap<>();
  private final Map<String, Long> bytes = new HashMap<>();
  private final Map<String, Long> programs = new TreeMap<>();
  private final Set<String> obstacles = new TreeSet<>();

  public void add(PostgresPiece piece) {
    switch (piece) {
      case PostgresPiece.CopyRows copy -> {
        rows.merge(qualified(copy.table()), (long) copy.rows(), Long::sum);
        bytes.merge(qualified(copy.table()), (long) copy.lines().length(), Long::sum);
      }
      case PostgresPiece.Statement s -> {
        switch (s.kind()) {
          case SCHEMA -> schema(s.text().text());
          case INSERT -> {
            String table = insertedTable(s.text());
            rows.merge(table, 1L, Long::sum);
            bytes.merge(table, (long) s.text().length(), Long::sum);
          }
          case UNKNOWN -> obstacle(s);
          case SESSION, OWNERSHIP, EXTENSION, NAMESPACE, DATABASE, CONTROL -> {}
        }
      }
      case PostgresPiece.LargeObject _ -> {}
    }
  }

  /** The table of an INSERT as the dump names it. */
  public static String insertedTable(RawBytes statement) {
    Matcher insert = INSERT.matcher(statement.text());
    return insert.matches() ? qualified(insert.group(1)) : "?";
  }

  private void schema(String text) {
    Matcher create = CREATE_TABLE.matcher(text);
    // The rows of a partitioned table are those of its partitions.
    if (create.matches() && !PARTITIONED.matcher(text).matches()) {
      rows.putIfAbsent(qualified(create.group(1)), 0L);
    }
    if (CREATE_LARGE_OBJECT.matcher(text).matches()) {
      programs.merge(LARGE_OBJECT, 1L, Long::sum);
    }
    Matcher program = PROGRAM.matcher(text);
    if (program.matches()) {
      String kind = program.group(1).toUpperCase(Locale.ROOT);
      programs.merge(kind.equals("TRIGGER") ? kind : "FUNCTION", 1L, Long::sum);
    }
  }

  /** Dumps of servers before 10.3 name tables without their schema when it is public. */
  private static String qualified(String table) {
    return table.contains(".") ? table : "public." + table;
  }

  /** Whether something was added that cannot be imported. */
  public boolean hasObstacle() {
    return !obstacles.isEmpty();
  }

  private void obstacle(PostgresPiece.Statement s) {
    if (obstacles.size() < 20) {
      String beginning = s.text().beginning(60).replaceAll("\\s+", " ");
      obstacles.add("'%s' at byte %d".formatted(beginning, s.from()));
    }
  }

  public DumpSurvey build(DumpHeader header) {
    return new DumpSurvey(
        header,
        null,
        Map.copyOf(rows),
        Map.copyOf(bytes),
        Map.copyOf(programs),
        Set.of(),
        Map.of(),
        Map.of(),
        Set.copyOf(obstacles));
  }
}
