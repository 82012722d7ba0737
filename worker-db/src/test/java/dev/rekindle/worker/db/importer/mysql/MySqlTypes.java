package dev.rekindle.worker.db.importer.mysql;

import static dev.rekindle.worker.db.testing.ColumnType.hex;
import static dev.rekindle.worker.db.testing.ColumnType.number;
import static dev.rekindle.worker.db.testing.ColumnType.of;
import static dev.rekindle.worker.db.testing.ColumnType.text;

import dev.rekindle.worker.db.testing.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Every type of MariaDB that a column may have. */
final class MySqlTypes {

  static final List<ColumnType> ALL =
      List.of(
          new ColumnType("TINYINT", List.of("-128", "127"), r -> "" + number(r, 8)),
          of("TINYINT UNSIGNED", "0", "255"),
          of("TINYINT(3) ZEROFILL", "7"),
          new ColumnType("SMALLINT", List.of("-32768", "32767"), r -> "" + number(r, 16)),
          of("MEDIUMINT", "-8388608", "8388607"),
          new ColumnType("INT", List.of("-2147483648", "2147483647"), r -> "" + number(r, 32)),
          of("BIGINT UNSIGNED", "0", "18446744073709551615"),
          new ColumnType(
              "BIGINT",
              List.of("-9223372036854775808", "9223372036854775807"),
              r -> "" + r.nextLong()),
          new ColumnType(
              "DECIMAL(65,30)",
              List.of(
                  "0", "-0.000000000000000000000000000001", "9".repeat(35) + "." + "9".repeat(30)),
              r -> new BigDecimal(BigInteger.valueOf(r.nextLong()), r.nextInt(30)).toPlainString()),
          // mariadb-dump writes six digits of it.
          of("FLOAT", "-3.40282e38", "1.17549e-38", "0", "0.1", "123456"),
          new ColumnType(
              "DOUBLE",
              List.of("1.7976931348623157e308", "2.2250738585072014e-308", "-0.1", "1e15"),
              r -> "" + r.nextDouble() * 1e9),
          of("BIT(1)", "b'0'", "b'1'"),
          new ColumnType(
              "BIT(64)", List.of("b'0'", "0xFFFFFFFFFFFFFFFF"), r -> "0x27" + "5C0A0D1A2200FF"),
          of("DATE", "'0000-00-00'", "'1000-01-01'", "'9999-12-31'", "'2024-00-00'"),
          of("DATETIME(6)", "'0000-00-00'", "'9999-12-31 23:59:59.999999'", "'1000-01-01'"),
          of("TIMESTAMP(6) NULL", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07.999999'", "0"),
          of("TIME(6)", "'-838:59:59.999999'", "'838:59:59'", "'00:00:00.000001'"),
          of("YEAR", "1901", "2155", "0"),
          new ColumnType(
              "CHAR(9) CHARACTER SET utf8mb4", List.of("''", "' a'"), r -> chars(text(r, 9))),
          new ColumnType(
              "VARCHAR(30) CHARACTER SET utf8mb4", List.of("''", "' '"), r -> chars(text(r, 30))),
          new ColumnType(
              "TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
              List.of("''", "_utf8mb4 x'00'"),
              r -> chars(text(r, 60))),
          of("VARCHAR(9) CHARACTER SET latin1", "_latin1 x'E9FFA0'", "''"),
          of("VARCHAR(9) CHARACTER SET utf16", "_utf16 x'D83DDE00'", "''"),
          of("VARCHAR(9) CHARACTER SET sjis", "_sjis x'955C'", "_sjis x'835C27'"),
          new ColumnType("BINARY(5)", List.of("''", "x'0000000000'"), r -> "x'" + hex(r, 5) + "'"),
          new ColumnType("VARBINARY(40)", List.of("''", "x'275C'"), r -> "x'" + hex(r, 40) + "'"),
          new ColumnType("LONGBLOB", List.of("''", "x'00'"), r -> "x'" + hex(r, 300) + "'"),
          of("ENUM('a', 'it''s', 'größe', '')", "'a'", "'it''s'", "'größe'", "''"),
          of("SET('a', 'b', 'ü')", "''", "'a,ü'", "'a,b,ü'"),
          new ColumnType(
              "JSON",
              List.of("'{\"a\" :  1, \"a\": 2}'", "'null'", "'[]'"),
              r -> "JSON_QUOTE(" + chars(text(r, 20)) + ")"),
          of("POINT", "POINT(0, -1)", "POINT(1e-300, 0.1)"),
          of("GEOMETRY", "ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))', 4326)", "POINT(1, 2)"),
          of("UUID", "'00000000-0000-0000-0000-000000000000'", "UUID()"),
          of("INET6", "'::1'", "'ffff::ffff'"),
          of("INET4", "'255.255.255.255'"));

  private MySqlTypes() {}

  /** As bytes, so that no mode of the server has a say. */
  private static String chars(String text) {
    return "_utf8mb4 x'"
        + java.util.HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        + "'";
  }
}
