package dev.rekindle.worker.redis.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation with one table that a command makes. */
record Page(Path file) {

  private static final String BEGIN = "<!-- made by ./rekindle redis-matrix -->\n";
  private static final String END = "<!-- end -->";

  void replaceTable(String table) throws IOException {
    String text = Files.readString(file);
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END);
    if (from < 0 || to < from) {
      throw new IOException(file + " has no place for the table: " + BEGIN.strip() + " ... " + END);
    }
    Files.writeString(file, text.substring(0, from + BEGIN.length()) + table + text.substring(to));
  }
}
