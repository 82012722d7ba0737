package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.target.Session;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column as a dump selects and writes it. Long values are fetched as bytes: HEX() in the server
 * answers NULL where its result is longer than max_allowed_packet.
 */
record MySqlColumn(String name, Kind kind) {

  static final byte[] NULL = {'N', 'U', 'L', 'L'};

  /** How values are written. */
  enum Kind {
    /** As the server prints it: integers, decimals, years. */
    NUMBER,
    /** Printed as a double, which a single-precision value survives exactly. */
    SINGLE,
    /** A quoted text, fetched as the bytes of its characters in utf8mb4. */
    CHARACTERS,
    /** A quoted text, printed by the server: points in time, JSON, addresses. */
    TEXT,
    /** {@code x'...'}: bytes, bits, geometry. */
    BYTES
  }

  private static final Set<String> NUMBERS =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "double", "year");
  private static final Set<String> BYTES =
      Set.of(
          "binary",
          "varbinary",
          "tinyblob",
          "blob",
          "mediumblob",
          "longblob",
          "bit",
          "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection");

  private static final Set<String> CHARACTERS =
      Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set");

  /** The columns of a table that hold data; generated ones are left out. */
  static List<MySqlColumn> of(Session session, String database, String table) throws SQLException {
    return session
        .table(
            "SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ?"
                + " AND COALESCE(generation_expression, '') = '' ORDER BY ordinal_position",
            database,
            table)
        .stream()
        .map(row -> new MySqlColumn(String.valueOf(row.get(0)), kind(String.valueOf(row.get(1)))))
        .toList();
  }

  private static Kind kind(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.equals("float")) {
      return Kind.SINGLE;
    }
    if (CHARACTERS.contains(lower)) {
      return Kind.CHARACTERS;
    }
    return NUMBERS.contains(lower) ? Kind.NUMBER : BYTES.contains(lower) ? Kind.BYTES : Kind.TEXT;
  }

  String quoted() {
    return MySqlDialect.quote(name);
  }

  String selected() {
    return switch (kind) {
      case NUMBER, TEXT -> "CAST(" + quoted() + " AS CHAR)";
      case SINGLE -> "CAST(CAST(" + quoted() + " AS DOUBLE) AS CHAR)";
      case CHARACTERS, BYTES -> quoted();
    };
  }

  /** The literal of a value; null for NULL. */
  byte @Nullable [] literal(ResultSet row, int index) throws SQLException {
    byte[] value = row.getBytes(index);
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case NUMBER, SINGLE -> value;
      case CHARACTERS, TEXT -> quote(value);
      case BYTES ->
          ("x'" + HexFormat.of().formatHex(value) + "'").getBytes(StandardCharsets.US_ASCII);
    };
  }

  private static byte[] quote(byte[] utf8) {
    byte[] quoted = new byte[utf8.length * 2 + 2];
    int length = 0;
    quoted[length++] = '\'';
    for (byte b : utf8) {
      char escaped =
          switch (b) {
            case 0 -> '0';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case 0x1a -> 'Z';
            case '\'', '\\', '"' -> (char) b;
            default -> '\0';
          };
      if (escaped != '\0') {
        quoted[length++] = '\\';
        quoted[length++] = (byte) escaped;
      } else {
        quoted[length++] = b;
      }
    }
    quoted[length++] = '\'';
    return java.util.Arrays.copyOf(quoted, length);
  }
}
