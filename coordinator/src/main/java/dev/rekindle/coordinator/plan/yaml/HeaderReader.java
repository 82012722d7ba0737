package dev.rekindle.coordinator.plan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.contract.stage.StageKind;
import dev.rekindle.coordinator.plan.PlanHeader;
import dev.rekindle.coordinator.plan.PlanParameter;
import dev.rekindle.coordinator.plan.PlanProblem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what stands above the stages. */
final class HeaderReader {

  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "version",
          "description",
          "rto",
          "alternatives",
          "parameters",
          "shared",
          "stages");
  private static final Set<String> PARAMETER_FIELDS = Set.of("description", "default");
  private static final Duration DEFAULT_OBJECTIVE = Duration.ofHours(1);

  private HeaderReader() {}

  static PlanHeader read(JsonNode document, List<PlanProblem> problems) {
    Fields.onlyKnown(document, FIELDS, "", problems);
    String name = document.path("name").asText("");
    if (name.isBlank() && problems.isEmpty()) {
      problems.add(Fields.missing("name", "Give the plan a name."));
    }
    return new PlanHeader(
        name,
        document.path("version").asText(""),
        document.path("description").asText(""),
        objective(document.path("rto"), problems),
        parameters(document.path("parameters"), problems),
        alternatives(document.path("alternatives"), problems),
        document.path("stages").valueStream().anyMatch(HeaderReader::seals));
  }

  private static boolean seals(JsonNode stage) {
    return StageKind.ofWireName(stage.path("kind").asText("")).filter(StageKind::seals).isPresent();
  }

  private static Duration objective(JsonNode node, List<PlanProblem> problems) {
    return node.isMissingNode()
        ? DEFAULT_OBJECTIVE
        : duration(node, "rto", DEFAULT_OBJECTIVE, problems);
  }

  /** An ISO 8601 duration such as {@code PT30M}; the fallback stands in for one with a problem. */
  static Duration duration(
      JsonNode node, String place, Duration fallback, List<PlanProblem> problems) {
    try {
      Duration duration = Duration.parse(node.asText(""));
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // told below, together with durations that are not positive
    }
    problems.add(
        new PlanProblem(
            PlanProblem.Code.VALUE_INVALID,
            place,
            "'" + node.asText("") + "' is no positive duration.",
            "Write it like PT30M or PT2H."));
    return fallback;
  }

  private static List<String> alternatives(JsonNode node, List<PlanProblem> problems) {
    List<String> names = new ArrayList<>();
    node.forEach(name -> names.add(name.asText("")));
    boolean list = node.isMissingNode() || node.isArray();
    if (!list || names.stream().anyMatch(String::isBlank)) {
      problems.add(
          new PlanProblem(
              PlanProblem.Code.VALUE_INVALID,
              "alternatives",
              "It must be a list of names of plans.",
              "Write it like [shop-old, shop-older]."));
    }
    return names;
  }

  private static List<PlanParameter> parameters(JsonNode node, List<PlanProblem> problems) {
    List<PlanParameter> parameters = new ArrayList<>();
    node.properties()
        .forEach(entry -> {
          JsonNode value = entry.getValue();
          Fields.onlyKnown(value, PARAMETER_FIELDS, "parameters." + entry.getKey(), problems);
          parameters.add(
              new PlanParameter(
                  entry.getKey(),
                  value.path("description").asText(""),
                  value.hasNonNull("default") ? value.get("default").asText() : null));
        });
    return parameters;
  }
}
