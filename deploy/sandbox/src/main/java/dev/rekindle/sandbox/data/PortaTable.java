package dev.rekindle.sandbox.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of the system database as {@code porta-tables.txt} notes it.
 *
 * @param join a join table: without identifier and times
 */
record PortaTable(String name, boolean join, List<Column> columns) {

  /**
   * A column besides {@code id}, {@code created_at} and {@code updated_at}.
   *
   * @param type a letter of the notation
   * @param parent the table whose {@code id} it names by a foreign key; empty without one
   */
  record Column(String name, char type, boolean required, String parent) {

    private static final Pattern NOTATION = Pattern.compile("(\\w+):(\\w)(!?)>?(\\w*)");

    private static Column parse(String text) {
      Matcher parts = NOTATION.matcher(text);
      if (!parts.matches()) {
        throw new IllegalStateException("Not a column: " + text);
      }
      return new Column(
          parts.group(1), parts.group(2).charAt(0), !parts.group(3).isEmpty(), parts.group(4));
    }

    private String definition() {
      String sql =
          switch (type) {
            case 's' -> "varchar(255)";
            case 't' -> "text";
            case 'm' -> "mediumtext";
            case 'l' -> "longtext";
            case 'x' -> "longblob";
            case 'b' -> "bigint";
            case 'i' -> "int";
            case 'f' -> "tinyint(1)";
            case 'd' -> "datetime";
            case 'y' -> "date";
            case 'n' -> "decimal(20,4)";
            default -> throw new IllegalStateException("No type " + type + " of " + name);
          };
      return "`" + name + "` " + sql + (required ? " NOT NULL" : "");
    }
  }

  PortaTable {
    columns = List.copyOf(columns);
  }

  /** All of them, in the order of the file. */
  static List<PortaTable> all() {
    return SqlScript.lines("porta-tables.txt").stream().map(PortaTable::parse).toList();
  }

  private static PortaTable parse(String line) {
    List<String> words = Arrays.asList(line.split(" +"));
    String name = words.getFirst();
    return new PortaTable(
        name.replace("-", ""),
        name.startsWith("-"),
        words.stream().skip(1).map(Column::parse).toList());
  }

  /** The statement that makes it; columns that name other rows are indexed. */
  String create() {
    List<String> parts = new ArrayList<>();
    if (!join) {
      parts.add("id bigint NOT NULL AUTO_INCREMENT");
    }
    columns.forEach(column -> parts.add(column.definition()));
    if (!join) {
      parts.addAll(List.of("created_at datetime", "updated_at datetime", "PRIMARY KEY (id)"));
    }
    for (Column column : columns) {
      String key = column.name();
      if (column.type() == 'b' && !key.equals("tenant_id")) {
        parts.add("KEY index_%s_on_%s (%s)".formatted(name, key, key));
      }
      if (!column.parent().isEmpty()) {
        parts.add(
            "CONSTRAINT fk_%s_%s FOREIGN KEY (%s) REFERENCES %s (id) ON DELETE CASCADE"
                .formatted(name, key, key, column.parent()));
      }
    }
    return "CREATE TABLE %s (%s) DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin"
        .formatted(name, String.join(", ", parts));
  }
}
