package dev.rekindle.worker.db.importer.input;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first lines of a dump say; empty where they are silent.
 *
 * @param tool such as {@code mysqldump 10.13 Distrib 8.0.32} or {@code pg_dump 15.18}
 * @param serverVersion of the server it was taken from
 * @param database its name there
 * @param charset the encoding of the dump's text, such as {@code utf8mb4} or {@code UTF8}
 */
public record DumpHeader(String tool, String serverVersion, String database, String charset) {

  static final DumpHeader EMPTY = new DumpHeader("", "", "", "");

  private static final Pattern POSTGRES_SERVER =
      Pattern.compile("-- Dumped from database version (\\S+).*");
  private static final Pattern POSTGRES_TOOL =
      Pattern.compile("-- Dumped by (pg_dump version \\S+).*");

  /** With what a comment of pg_dump says. */
  DumpHeader withPostgresLine(String line) {
    Matcher server = POSTGRES_SERVER.matcher(line);
    Matcher tool = POSTGRES_TOOL.matcher(line);
    return server.matches()
        ? withServerVersion(server.group(1))
        : tool.matches() ? withTool(tool.group(1)) : this;
  }

  DumpHeader withTool(String value) {
    return new DumpHeader(value, serverVersion, database, charset);
  }

  DumpHeader withServerVersion(String value) {
    return new DumpHeader(tool, value, database, charset);
  }

  DumpHeader withDatabase(String value) {
    return new DumpHeader(tool, serverVersion, value, charset);
  }

  DumpHeader withCharset(String value) {
    return new DumpHeader(tool, serverVersion, database, value);
  }
}
