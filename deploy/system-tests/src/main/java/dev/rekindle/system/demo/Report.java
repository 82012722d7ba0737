package dev.rekindle.system.demo;

import dev.rekindle.system.api.Comparison;
import dev.rekindle.system.api.RestoreView;
import dev.rekindle.system.api.StageView;
import dev.rekindle.system.stack.Service;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    if (comparison.compared() < Comparison.FEWEST) {
      story.line("  TOO FEW to prove anything; there are more than " + Comparison.FEWEST);
    }
    comparison.unexplained().stream().limit(30).forEach(line -> story.line("  DIFFERS " + line));
    comparison.explained().forEach(line -> story.line("  expected: " + line));
  }

  /** How long it took, against what the plan allows. */
  static String recovery(Duration actual, @Nullable Duration objective) {
    String took = "actual RTO " + Story.clock(actual) + " from the alert to verified; ";
    if (objective == null) {
      return took + "the plan has no objective";
    }
    return took
        + "the plan's objective of "
        + Story.clock(objective)
        + (actual.compareTo(objective) <= 0 ? " is met" : " is MISSED");
  }

  /** What was killed, and what had to be and was not. */
  static void kills(Story story, DemoResult result) {
    if (!result.killing()) {
      return;
    }
    story.line("killed with SIGKILL at their work: " + labels(result.killed()));
    if (!result.unkilled().isEmpty()) {
      story.line(
          "NOT KILLED, so nothing is proven about a crash of it: " + labels(result.unkilled()));
    }
  }

  private static String labels(List<Service> services) {
    return services.isEmpty()
        ? "none"
        : services.stream().map(Service::label).sorted().collect(Collectors.joining(", "));
  }

  private static String shortened(String text) {
    return text.length() <= 90 ? text : text.substring(0, 87) + "...";
  }
}
