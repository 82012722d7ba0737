package dev.rekindle.worker.db.importer.postgres;

import static dev.rekindle.worker.db.testing.ColumnType.hex;
import static dev.rekindle.worker.db.testing.ColumnType.number;
import static dev.rekindle.worker.db.testing.ColumnType.of;
import static dev.rekindle.worker.db.testing.ColumnType.quoted;
import static dev.rekindle.worker.db.testing.ColumnType.text;

import dev.rekindle.worker.db.testing.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Every type of PostgreSQL that a column may have, and some that one makes oneself. */
final class PostgresTypes {

  /** Types of one's own, before the tables. */
  static final String OWN =
      """
      CREATE TYPE public.mood AS ENUM ('sad', 'it''s ok', 'größe', 'a,b');
      CREATE TYPE public.pair AS (a integer, b text);
      CREATE DOMAIN public.positive AS integer CHECK (VALUE > 0);
      """;

  static final List<ColumnType> ALL =
      List.of(
          new ColumnType(
              "smallint", List.of("-32768", "32767", "0"), r -> String.valueOf(number(r, 16))),
          new ColumnType(
              "integer", List.of("-2147483648", "2147483647"), r -> String.valueOf(number(r, 32))),
          new ColumnType(
              "bigint",
              List.of("-9223372036854775808", "9223372036854775807"),
              r -> String.valueOf(r.nextLong())),
          new ColumnType(
              "numeric",
              List.of("'NaN'", "'Infinity'", "'-Infinity'", "0.00", "-0.0", "1e-1000", "1e1000"),
              r -> new BigDecimal(new BigInteger(hexDigits(hex(r, 30)), 16), r.nextInt(60)) + ""),
          new ColumnType(
              "numeric(9,2)",
              List.of("9999999.99", "-9999999.99", "'NaN'"),
              r -> new BigDecimal(BigInteger.valueOf(number(r, 29)), 2).toPlainString()),
          new ColumnType(
              "real",
              List.of("'NaN'", "'Infinity'", "'-Infinity'", "'-0'", "1e-45", "3.4028235e38"),
              r -> "'" + r.nextDouble() + "'"),
          new ColumnType(
              "double precision",
              List.of("'NaN'", "'-Infinity'", "'-0'", "4.9e-324", "1.7976931348623157e308", "0.1"),
              r -> "'" + r.nextDouble() * 1e10 + "'"),
          of("money", "'-92233720368547758.08'", "'92233720368547758.07'", "'0'"),
          new ColumnType(
              "text", List.of("''", "' '", "E'\\\\N'", "E'\\\\.'"), r -> quoted(text(r, 60))),
          new ColumnType("character varying(20)", List.of("''", "' x '"), r -> quoted(text(r, 20))),
          new ColumnType("character varying COLLATE \"C\"", List.of("''"), r -> quoted(text(r, 9))),
          new ColumnType("character(5)", List.of("''", "'a'"), r -> quoted(text(r, 5))),
          of("\"char\"", "'a'", "''", "E'\\\\377'"),
          new ColumnType("name", List.of("''"), r -> quoted(text(r, 12))),
          new ColumnType(
              "bytea", List.of("'\\x'", "'\\x00'", "'\\x5c2e0a'"), r -> "'\\x" + hex(r, 90) + "'"),
          of("boolean", "true", "false"),
          of("date", "'4713-01-01 BC'", "'5874897-12-31'", "'infinity'", "'-infinity'"),
          of("time", "'00:00'", "'24:00'", "'23:59:59.999999'"),
          of("time with time zone", "'00:00+15:59'", "'24:00-15:59'", "'12:00:00.000001+02'"),
          of(
              "timestamp",
              "'4713-01-01 00:00:00 BC'",
              "'294276-12-31 23:59:59.999999'",
              "'infinity'",
              "'0001-02-29 00:00 BC'"),
          of("timestamp(0)", "'2024-02-29 23:59:59.9'", "'-infinity'"),
          of("timestamp with time zone", "'1883-11-18 12:03:58+01'", "'infinity'", "'1970-01-01Z'"),
          of(
              "interval",
              "'178000000 years'",
              "'-1 mon +1 day -00:00:00.000001'",
              "'24 hours'",
              "'1 day'"),
          of("uuid", "'00000000-0000-0000-0000-000000000000'", "gen_random_uuid()"),
          of("inet", "'::1'", "'10.1.2.3/8'", "'255.255.255.255'"),
          of("cidr", "'10.0.0.0/8'", "'2001:db8::/32'"),
          of("macaddr", "'08:00:2b:01:02:03'"),
          of("macaddr8", "'08:00:2b:01:02:03:04:05'"),
          of("bit(5)", "B'00000'", "B'10101'"),
          of("bit varying", "B''", "B'1'", "B'1010101010101010101010101010101010101'"),
          new ColumnType(
              "json",
              List.of("'{\"a\" :  1, \"a\": 2}'", "'null'", "'\"\\u00e9\\n\"'"),
              r -> "to_json(" + quoted(text(r, 30)) + "::text)"),
          new ColumnType(
              "jsonb",
              List.of("'{\"b\": [1, 2.50, null], \"a\": \"\"}'", "'1e100'", "'{}'"),
              r -> "to_jsonb(" + quoted(text(r, 30)) + "::text)"),
          of("point", "'(0,-0)'", "'(NaN,Infinity)'", "'(1e-300,0.1)'"),
          of("line", "'{1,-1,0}'"),
          of("lseg", "'[(0,0),(1,2)]'"),
          of("box", "'(1,1),(0,0)'"),
          of("path", "'[(0,0),(1,1),(2,0)]'", "'((0,0),(1,1))'"),
          of("polygon", "'((0,0),(1,1),(2,0))'"),
          of("circle", "'<(0,0),5>'"),
          of("tsvector", "'a:1A b:2,3 ''it''''s'':4'", "''"),
          of("tsquery", "'a & !(b | c:*)'"),
          of("int4range", "'empty'", "'[1,5)'", "'(,)'"),
          of("numrange", "'(1.10,2.20]'", "'[NaN,NaN]'"),
          of("tstzrange", "'[\"2020-01-01 00:00+00\",infinity)'"),
          of("int4multirange", "'{}'", "'{[1,2),[5,9)}'"),
          of("integer[]", "'{}'", "'{1,NULL,-3}'", "'[0:1]={1,2}'", "'{{1,2},{3,4}}'"),
          new ColumnType(
              "text[]",
              List.of("'{}'", "ARRAY[NULL, 'NULL', '', '\"', E'\\\\']::text[]"),
              r -> "ARRAY[" + quoted(text(r, 9)) + ", " + quoted(text(r, 9)) + "]::text[]"),
          of("pg_lsn", "'FFFFFFFF/FFFFFFFF'", "'0/0'"),
          of("oid", "4294967295", "0"),
          of("xid", "'4294967295'"),
          of("jsonpath", "'$.a[*] ? (@ > 1)'"),
          of("public.mood", "'sad'", "'it''s ok'", "'größe'", "'a,b'"),
          of("public.mood[]", "'{sad,\"a,b\",NULL}'"),
          new ColumnType(
              "public.pair",
              List.of("ROW(NULL, NULL)", "ROW(1, '')"),
              r -> "ROW(" + number(r, 32) + ", " + quoted(text(r, 9)) + ")"),
          of("public.positive", "1", "2147483647"));

  private PostgresTypes() {}

  private static String hexDigits(String hex) {
    return "0" + hex;
  }
}
