package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.input.RawBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CREATE TABLE of mysqldump, taken apart: what may be added to the table after its rows stands
 * apart from the rest. Texts have one character for each byte.
 *
 * @param table its name without quotes
 */
record MySqlTableText(
    String table,
    String head,
    List<String> kept,
    List<Key> keys,
    List<ForeignKey> references,
    String tail) {

  /**
   * A secondary index.
   *
   * @param alone whether InnoDB builds it only in a statement of its own: FULLTEXT, SPATIAL
   */
  record Key(String name, String definition, boolean alone) {}

  /**
   * A named foreign key.
   *
   * @param parent the table it points to, without quotes
   */
  record ForeignKey(String name, String definition, String parent) {}

  private static final String QUOTED = "`((?:[^`]|``)+)`";
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final Pattern HEAD =
      Pattern.compile(
          "CREATE\\s+TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?" + QUOTED + "\\s*\\(", FLAGS);
  private static final Pattern KEY =
      Pattern.compile("(UNIQUE |FULLTEXT |SPATIAL )?(?:KEY|INDEX) " + QUOTED + " .*", FLAGS);
  private static final Pattern FOREIGN_KEY =
      Pattern.compile(
          "CONSTRAINT " + QUOTED + " FOREIGN KEY .* REFERENCES " + QUOTED + " \\(.*", FLAGS);
  private static final Pattern PRIMARY_KEY =
      Pattern.compile("PRIMARY KEY \\(" + QUOTED + ".*", FLAGS);
  private static final Pattern FIRST_COLUMN = Pattern.compile("[^(]*\\(" + QUOTED + ".*", FLAGS);
  private static final Pattern COLUMN = Pattern.compile(QUOTED + " .*", FLAGS);
  private static final Pattern INNODB = Pattern.compile(".*\\bENGINE\\s*=\\s*InnoDB\\b.*", FLAGS);

  /** Where adding an index later is refused or means something else. */
  private static final Pattern ODD =
      Pattern.compile(".*(SYSTEM\\s+VERSIONING|PERIOD\\s+FOR|WITHOUT\\s+OVERLAPS).*", FLAGS);

  MySqlTableText {
    kept = List.copyOf(kept);
    keys = List.copyOf(keys);
    references = List.copyOf(references);
  }

  /** Takes a statement apart; empty when it is none that can be. */
  static Optional<MySqlTableText> of(RawBytes statement) {
    String text = statement.beginning(Integer.MAX_VALUE);
    Matcher head = HEAD.matcher(text);
    if (!head.lookingAt() || ODD.matcher(text).matches()) {
      return Optional.empty();
    }
    List<String> definitions = new ArrayList<>();
    int end = split(text, head.end(), definitions);
    if (end < 0 || !INNODB.matcher(text.substring(end)).matches()) {
      return Optional.empty();
    }
    String table = head.group(1).replace("``", "`");
    return sorted(table, text.substring(0, head.end()), definitions, text.substring(end));
  }

  private static Optional<MySqlTableText> sorted(
      String table, String head, List<String> definitions, String tail) {
    String primary = firstColumn(definitions, PRIMARY_KEY);
    String counting = countingColumn(definitions);
    List<String> kept = new ArrayList<>();
    List<Key> keys = new ArrayList<>();
    List<ForeignKey> references = new ArrayList<>();
    for (String definition : definitions) {
      String plain = definition.strip();
      Matcher key = KEY.matcher(plain);
      Matcher reference = FOREIGN_KEY.matcher(plain);
      if (key.matches()) {
        String kind = String.valueOf(key.group(1)).strip().toUpperCase(Locale.ROOT);
        // InnoDB sorts the rows of a table without primary key by its first unique index.
        boolean stays =
            (kind.equals("UNIQUE") && primary.isEmpty())
                || (!counting.isEmpty()
                    && !counting.equals(primary)
                    && counting.equals(firstColumn(List.of(plain), FIRST_COLUMN)));
        if (stays) {
          kept.add(definition);
        } else {
          keys.add(
              new Key(
                  unquoted(key.group(2)),
                  plain,
                  kind.equals("FULLTEXT") || kind.equals("SPATIAL")));
        }
      } else if (reference.matches()) {
        references.add(
            new ForeignKey(unquoted(reference.group(1)), plain, unquoted(reference.group(2))));
      } else if (plain.toUpperCase(Locale.ROOT).startsWith("FOREIGN KEY")) {
        return Optional.empty();
      } else {
        kept.add(definition);
      }
    }
    return Optional.of(new MySqlTableText(table, head, kept, keys, references, tail));
  }

  /** Splits at commas outside brackets and quotes; answers where the closing bracket stands. */
  private static int split(String text, int from, List<String> into) {
    int depth = 0;
    int begin = from;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"' || c == '`') {
        i = endOfQuoted(text, i);
      } else if (c == '#' || text.startsWith("-- ", i)) {
        return -1;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && depth-- == 0) {
        into.add(text.substring(begin, i));
        return i;
      } else if (c == ',' && depth == 0) {
        into.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    return -1;
  }

  /** Of a doubled quote, the first ends a text and the second begins one. */
  private static int endOfQuoted(String text, int begin) {
    char quote = text.charAt(begin);
    int i = begin + 1;
    while (i < text.length() && text.charAt(i) != quote) {
      i += text.charAt(i) == '\\' && quote != '`' ? 2 : 1;
    }
    return i;
  }

  private static String firstColumn(List<String> definitions, Pattern pattern) {
    return definitions.stream()
        .map(String::strip)
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse("");
  }

  private static String countingColumn(List<String> definitions) {
    return definitions.stream()
        .map(String::strip)
        .filter(text ->
            text.replaceAll("'(?:[^'\\\\]|''|\\\\.)*'", "")
                .toUpperCase(Locale.ROOT)
                .contains("AUTO_INCREMENT"))
        .map(COLUMN::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse("");
  }

  private static String unquoted(String name) {
    return name.replace("``", "`");
  }

  /** The statement without the keys, and without the foreign keys. */
  RawBytes bare() {
    return RawBytes.ofCharacters(head + String.join(",", kept) + tail);
  }

  /** The statement without the foreign keys alone. */
  RawBytes withKeys() {
    List<String> all = new ArrayList<>(kept);
    keys.forEach(key -> all.add(key.definition()));
    return RawBytes.ofCharacters(head + String.join(",", all) + tail);
  }

  /** A statement that adds definitions. */
  RawBytes adding(List<String> definitions) {
    String quoted = head.substring(head.indexOf('`'), head.lastIndexOf('`') + 1);
    return RawBytes.ofCharacters(
        "ALTER TABLE " + quoted + " ADD " + String.join(", ADD ", definitions));
  }
}
