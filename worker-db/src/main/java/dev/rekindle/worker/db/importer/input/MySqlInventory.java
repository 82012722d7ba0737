package dev.rekindle.worker.db.importer.input;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts what the pieces of a MySQL dump make. */
public final class MySqlInventory {

  private static final String NAME = "(?:`(?:[^`]|``)+`\\.)?(`(?:[^`]|``)+`|[\\w$]+)";
  private static final Pattern CREATE_TABLE =
      Pattern.compile(
          "(?is)CREATE\\s+(?:OR\\s+REPLACE\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
              + NAME
              + ".*");
  private static final Pattern DROP_TABLE =
      Pattern.compile("(?is)DROP\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?" + NAME + ".*");
  private static final Pattern DROP_ONE_TABLE =
      Pattern.compile("(?is)DROP\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?" + NAME + "\\s*");
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?is)(CREATE|DROP)\\b.*?\\b(VIEW|TRIGGER|PROCEDURE|FUNCTION|EVENT)\\s+"
              + "(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?"
              + NAME
              + ".*");
  private static final Pattern ENGINE = Pattern.compile("(?is).*\\)\\s*ENGINE\\s*=\\s*(\\w+).*");

  /** Engines that roll back. */
  private static final Set<String> TRANSACTIONAL = Set.of("INNODB", "ROCKSDB", "TOKUDB", "NDB");

  /** Engines that do not roll back, whose tables can be emptied and filled again. */
  private static final Set<String> WHOLE = Set.of("MYISAM", "ARIA", "MEMORY", "CSV");

  private final Map<String, Long> rows = new LinkedHashMap<>();
  private final Map<String, Long> bytes = new HashMap<>();
  private final Map<String, String> wholeTables = new HashMap<>();
  private final Map<String, String> oddTables = new HashMap<>();
  private final Map<String, Set<String>> programs = new TreeMap<>();
  private final Set<String> definers = new TreeSet<>();
  private final Set<String> obstacles = new TreeSet<>();
  private boolean oddRows;

  public void add(MySqlPiece piece) {
    switch (piece) {
      case MySqlPiece.Rows r -> {
        oddRows |= oddTables.containsKey(r.table());
        rows.merge(r.table(), (long) r.rows(), Long::sum);
        bytes.merge(r.table(), (long) r.tuples().length(), Long::sum);
      }
      case MySqlPiece.Statement s -> {
        switch (s.kind()) {
          case TABLE -> table(s.text());
          case PROGRAM -> {
            program(s.text());
            Definer.of(s.text()).ifPresent(definers::add);
          }
          case UNKNOWN ->
              obstacle(
                  "'%s' at byte %d".formatted(first(MySqlStatementKind.words(s.text())), s.from()));
          case SESSION, CONTROL, SERVER, DATABASE -> {}
        }
      }
    }
  }

  /** The one table that a statement makes or drops, without quotes; empty for any other. */
  public static String madeOrDropped(RawBytes text) {
    String plain = plain(text);
    Matcher create = CREATE_TABLE.matcher(plain);
    if (create.matches()) {
      return unquoted(create.group(1));
    }
    Matcher drop = DROP_ONE_TABLE.matcher(plain);
    return drop.matches() ? unquoted(drop.group(1)) : "";
  }

  /**
   * Whether something was added that cannot be imported; a table of an odd engine has rows then.
   */
  public boolean hasObstacle() {
    return !obstacles.isEmpty() || oddRows;
  }

  /** Whether a table's engine cannot roll back, so that it is loaded as a whole. */
  public boolean isWhole(String table) {
    return wholeTables.containsKey(table);
  }

  private void table(RawBytes text) {
    String plain = plain(text);
    Matcher create = CREATE_TABLE.matcher(plain);
    if (create.matches()) {
      String name = unquoted(create.group(1));
      rows.putIfAbsent(name, 0L);
      Matcher engine = ENGINE.matcher(plain);
      if (engine.matches()) {
        engine(name, engine.group(1));
      }
      return;
    }
    // Older mysqldump stands a table in for each view and drops it before the view.
    Matcher drop = DROP_TABLE.matcher(plain);
    if (drop.matches()) {
      rows.remove(unquoted(drop.group(1)));
      wholeTables.remove(unquoted(drop.group(1)));
      oddTables.remove(unquoted(drop.group(1)));
    }
  }

  private void engine(String table, String engine) {
    String known = engine.toUpperCase(Locale.ROOT);
    if (!TRANSACTIONAL.contains(known)) {
      (WHOLE.contains(known) ? wholeTables : oddTables).put(table, engine);
    }
  }

  private void program(RawBytes text) {
    Matcher matcher = PROGRAM.matcher(plain(text));
    if (matcher.matches()) {
      Set<String> names =
          programs.computeIfAbsent(
              matcher.group(2).toUpperCase(Locale.ROOT), kind -> new TreeSet<>());
      String name = unquoted(matcher.group(3));
      if (matcher.group(1).equalsIgnoreCase("CREATE")) {
        names.add(name);
      } else {
        names.remove(name);
      }
    }
  }

  private void obstacle(String what) {
    if (obstacles.size() < 20) {
      obstacles.add(what);
    }
  }

  private static String first(String words) {
    return words.length() <= 60 ? words : words.substring(0, 60) + "...";
  }

  private static String plain(RawBytes text) {
    return text.text().replaceAll("/\\*M?!\\d*|\\*/", " ").strip();
  }

  static String unquoted(String name) {
    return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  public DumpSurvey build(DumpHeader header, @Nullable Instant completedAt) {
    Map<String, Long> counts = new TreeMap<>();
    programs.forEach((kind, names) -> counts.put(kind, (long) names.size()));
    return new DumpSurvey(
        header,
        completedAt,
        Map.copyOf(rows),
        Map.copyOf(bytes),
        Map.copyOf(counts),
        Set.copyOf(definers),
        Map.copyOf(wholeTables),
        Map.copyOf(oddTables),
        Set.copyOf(obstacles));
  }
}
