package dev.rekindle.sandbox.data;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes zync's own tables in the plain format of {@code pg_dump}. */
public final class ZyncDump {

  private static final Pattern TABLE =
      Pattern.compile("CREATE (?:UNLOGGED )?TABLE public\\.(\\w+)");

  private static final String HEADER =
      """
      --
      -- PostgreSQL database dump
      --

      -- Dumped from database version 15
      -- Dumped by pg_dump version 15 (stand-in)

      SET statement_timeout = 0;
      SET lock_timeout = 0;
      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;
      SELECT pg_catalog.set_config('search_path', '', false);
      SET check_function_bodies = false;
      SET client_min_messages = warning;

      """;

  private ZyncDump() {}

  /**
   * Schema, one COPY a table in one snapshot, sequences, trailer. A database that zync has not set
   * up yet is empty.
   */
  public static void write(Connection connection, PrintStream out) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    out.print(HEADER);
    if (ZyncDatabase.hasSchema(connection)) {
      content(connection, out);
    }
    out.print("--\n-- PostgreSQL database dump complete\n--\n\n");
    out.flush();
    connection.rollback();
  }

  private static void content(Connection connection, PrintStream out) throws SQLException {
    List<String> tables = new ArrayList<>();
    List<String> triggers = new ArrayList<>();
    for (String sql : SqlScript.statements("zync-structure.sql")) {
      Matcher table = TABLE.matcher(sql);
      if (table.find()) {
        tables.add(table.group(1));
      }
      String statement = sql.replaceAll("(?m)^-- .*\\n", "");
      if (statement.startsWith("CREATE TRIGGER")) {
        triggers.add(statement);
      } else if (!statement.startsWith("INSERT")) {
        out.print(statement + ";\n\n");
      }
    }
    for (String table : tables) {
      copy(connection, table, out);
    }
    sequences(connection, out);
    triggers.forEach(sql -> out.print(sql + ";\n\n"));
  }

  private static void copy(Connection connection, String table, PrintStream out)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_schema"
                    + " = 'public' AND table_name = '"
                    + table
                    + "' ORDER BY ordinal_position")) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    out.print("COPY public." + table + " (" + String.join(", ", columns) + ") FROM stdin;\n");
    String select = String.join("::text, ", columns) + "::text";
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1_000);
      try (ResultSet rows = statement.executeQuery("SELECT " + select + " FROM public." + table)) {
        while (rows.next()) {
          List<String> fields = new ArrayList<>();
          for (int column = 1; column <= columns.size(); column++) {
            fields.add(field(rows.getString(column)));
          }
          out.print(String.join("\t", fields) + "\n");
        }
      }
    }
    out.print("\\.\n\n\n");
  }

  /** A value in COPY's text format. */
  private static String field(@Nullable String value) {
    return value == null
        ? "\\N"
        : value
            .replace("\\", "\\\\")
            .replace("\t", "\\t")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\b", "\\b")
            .replace("\f", "\\f")
            .replace("\u000b", "\\v");
  }

  private static void sequences(Connection connection, PrintStream out) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT sequencename, coalesce(last_value, 1), last_value IS NOT NULL FROM"
                    + " pg_sequences WHERE schemaname = 'public'")) {
      while (rows.next()) {
        out.print(
            "SELECT pg_catalog.setval('public.%s', %d, %b);\n\n"
                .formatted(rows.getString(1), rows.getLong(2), rows.getBoolean(3)));
      }
    }
  }
}
