package dev.rekindle.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints answers as a table, JSON or YAML. */
final class Output {

  /** How to print. */
  enum Format {
    TABLE,
    JSON,
    YAML;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final PrintStream out;
  private final Format format;

  Output(PrintStream out, Format format) {
    this.out = out;
    this.format = format;
  }

  /**
   * Prints a list.
   *
   * @param columns {@code Title=/json/pointer}
   */
  void rows(JsonNode items, String... columns) {
    if (format != Format.TABLE) {
      tree(items);
      return;
    }
    List<String[]> table = new ArrayList<>();
    table.add(
        Arrays.stream(columns).map(c -> c.substring(0, c.indexOf('='))).toArray(String[]::new));
    for (JsonNode item : items) {
      table.add(
          Arrays.stream(columns)
              .map(c -> item.at(c.substring(c.indexOf('=') + 1)))
              .map(v -> v.isValueNode() ? v.asText("") : v.isMissingNode() ? "" : v.toString())
              .toArray(String[]::new));
    }
    int[] widths = new int[columns.length];
    table.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row[i].length())));
    for (String[] row : table) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** Prints a whole answer as JSON or, for people, as YAML. */
  void tree(JsonNode answer) {
    if (answer.isMissingNode()) {
      return;
    }
    try {
      out.println(
          format == Format.JSON
              ? Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer)
              : new YAMLMapper().writeValueAsString(answer).stripTrailing());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer has no textual form", e);
    }
  }

  void line(String text) {
    out.println(text);
  }
}
