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
  enum Kind {
    TABLE,
    JSON,
    YAML;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final PrintStream out;
  private final Kind kind;

  Output(PrintStream out, Kind kind) {
    this.out = out;
    this.kind = kind;
  }

  /**
   * Prints a list.
   *
   * @param columns {@code Title=/json/pointer}
   */
  void rows(JsonNode items, String... columns) {
    if (kind != Kind.TABLE) {
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
          kind == Kind.JSON
              ? Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer)
              : new YAMLMapper().writeValueAsString(answer).stripTrailing());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer has no textual form", e);
    }
  }

  /** Whether people read it. */
  boolean table() {
    return kind == Kind.TABLE;
  }

  /** One answer on one line, or one document, for programs that read a stream. */
  void event(JsonNode answer) {
    if (kind == Kind.YAML) {
      tree(answer);
    } else {
      out.println(answer);
    }
  }

  void line(String text) {
    out.println(text);
  }
}
