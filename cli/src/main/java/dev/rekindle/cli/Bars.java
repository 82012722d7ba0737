package dev.rekindle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A restore as lines with bars, for a terminal. Pure. */
final class Bars {

  private static final int BAR = 24;
  private static final int NAME = 24;

  private Bars() {}

  /**
   * One line for the restore, and one for each stage.
   *
   * @param width of the terminal; no line is longer
   */
  static List<String> of(JsonNode restore, int width) {
    List<String> lines = new ArrayList<>();
    int done = 0;
    for (JsonNode stage : restore.path("stages")) {
      done += ended(stage.path("status").asText()) ? 1 : 0;
    }
    int all = restore.path("stages").size();
    lines.add(
        cut(
            "%s  %s  %d of %d stages%s  %s"
                .formatted(
                    restore.path("application").asText(),
                    restore.path("state").asText(),
                    done,
                    all,
                    left(restore.path("forecast").path("left")),
                    restore.path("reason").asText("")),
            width));
    restore.path("stages").forEach(stage -> lines.add(cut(line(stage), width)));
    return lines;
  }

  private static String line(JsonNode stage) {
    String status = stage.path("status").asText();
    JsonNode progress = stage.path("progress");
    int percent = ended(status) ? 100 : progress.path("percent").asInt(0);
    String name =
        String.format(Locale.ROOT, "  %-" + NAME + "s ", cut(stage.path("id").asText(), NAME));
    String bar = "#".repeat(BAR * percent / 100);
    String text = name + "[" + bar + " ".repeat(BAR - bar.length()) + "] ";
    return switch (status) {
      case "RUNNING" ->
          text
              + String.format(Locale.ROOT, "%3d%%", percent)
              + rate(progress)
              + left(progress.path("left"))
              + "  "
              + progress.path("step").asText("");
      case "SUCCEEDED" -> text + "done" + time(" in ", stage.path("took"));
      default -> text + status.toLowerCase(Locale.ROOT) + problem(stage);
    };
  }

  private static String problem(JsonNode stage) {
    String problem = stage.path("problem").asText("");
    return problem.isEmpty() ? "" : ": " + problem;
  }

  private static String rate(JsonNode progress) {
    double rate = progress.path("perSecond").asDouble(0);
    String unit = progress.path("unit").asText("");
    if (rate <= 0) {
      return "";
    }
    return unit.equals("bytes")
        ? String.format(Locale.ROOT, "  %.1f MB/s", rate / 1e6)
        : String.format(Locale.ROOT, "  %.0f %s/s", rate, unit);
  }

  private static String left(JsonNode duration) {
    String text = time("  ", duration);
    return text.isEmpty() ? "" : text + " left";
  }

  private static String time(String before, JsonNode iso) {
    try {
      Duration length = Duration.parse(iso.asText(""));
      return before
          + (length.toHours() > 0 ? length.toHours() + ":" : "")
          + String.format(Locale.ROOT, "%02d:%02d", length.toMinutesPart(), length.toSecondsPart());
    } catch (DateTimeParseException _) {
      return "";
    }
  }

  private static boolean ended(String status) {
    return status.equals("SUCCEEDED") || status.equals("SKIPPED");
  }

  private static String cut(String text, int width) {
    String plain = text.stripTrailing();
    return plain.length() <= width ? plain : plain.substring(0, width - 1) + "~";
  }
}
