package dev.rekindle.system.demo;

import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.StageView;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** The table at the end of the demo. */
final class Report {

  private Report() {}

  static void stages(Story story, RestoreView restore, String cluster) {
    story.line(
        String.format(
            Locale.ROOT,
            "%-18s %-8s %-10s %8s  %s",
            "stage",
            "cluster",
            "state",
            "took",
            "evidence"));
    for (StageView stage : restore.stages()) {
      story.line(
          String.format(
              Locale.ROOT,
              "%-18s %-8s %-10s %8s  %s",
              stage.id(),
              cluster,
              stage.status().toLowerCase(Locale.ROOT),
              Story.clock(Objects.requireNonNullElse(stage.took(), Duration.ZERO)),
              shortened(String.join("; ", stage.evidence()))));
    }
  }

  static void differences(Story story, String when, Comparison comparison) {
    story.line(
        when
            + ": "
            + comparison.compared()
            + " things compared, "
            + comparison.unexplained().size()
            + " differ without a reason");
    comparison.unexplained().stream().limit(30).forEach(line -> story.line("  DIFFERS " + line));
    comparison.explained().forEach(line -> story.line("  expected: " + line));
  }

  private static String shortened(String text) {
    return text.length() <= 90 ? text : text.substring(0, 87) + "...";
  }
}
