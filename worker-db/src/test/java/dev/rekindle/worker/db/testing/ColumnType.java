package dev.rekindle.worker.db.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A type of a column, and how its values are written in SQL.
 *
 * @param extremes as SQL
 * @param any a value as SQL, by chance
 */
public record ColumnType(
    String name, List<String> extremes, Function<SplittableRandom, String> any) {

  private static final List<String> PIECES =
      List.of(
          "'",
          "\"",
          "`",
          "\\",
          "\\N",
          "\\.",
          "\n",
          "\r",
          "\t",
          "\b",
          "\u000b",
          "\u001a",
          ";",
          "--",
          "/*",
          "*/",
          "$$",
          "$1",
          "%",
          "?",
          ",",
          "(",
          ")",
          "{",
          "}",
          " ",
          "  ",
          "NULL",
          "a",
          "Z",
          "\u00e9",
          "\u00df",
          "\u4e16",
          "\ud83d\ude00",
          "\u202e",
          "\uffff");

  public static ColumnType of(String name, String... extremes) {
    return new ColumnType(
        name, List.of(extremes), random -> extremes[random.nextInt(extremes.length)]);
  }

  /** Columns of a table by chance, some type perhaps more than once. */
  public static List<ColumnType> some(List<ColumnType> all, SplittableRandom random) {
    return random.ints(1 + random.nextInt(12), 0, all.size()).mapToObj(all::get).toList();
  }

  /** Rows of such a table by chance, each its values in SQL; perhaps none. */
  public static List<String> rows(List<ColumnType> types, SplittableRandom random) {
    List<String> rows = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      rows.add(types.stream().map(type -> type.value(random)).collect(Collectors.joining(", ")));
    }
    return rows;
  }

  /** A value by chance: often an extreme, sometimes NULL. */
  public String value(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> "NULL";
      case 1, 2, 3 -> extremes.get(random.nextInt(extremes.size()));
      default -> any.apply(random);
    };
  }

  /** Characters that have a meaning somewhere on the way. */
  public static String text(SplittableRandom random, int most) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(most + 1);
    for (int i = 0; i < pieces; i++) {
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      if (text.codePointCount(0, text.length()) + piece.codePointCount(0, piece.length()) <= most) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  /** Bytes in hex, all values of a byte among them. */
  public static String hex(SplittableRandom random, int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return java.util.HexFormat.of().formatHex(bytes);
  }

  /** A quoted literal in which only the quote is doubled. */
  public static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  public static long number(SplittableRandom random, int bits) {
    return random.nextLong() >> (64 - bits);
  }
}
