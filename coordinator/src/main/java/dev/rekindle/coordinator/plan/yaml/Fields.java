package dev.rekindle.coordinator.plan.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekindle.coordinator.plan.PlanProblem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Problems with the fields of a mapping. */
final class Fields {

  private Fields() {}

  static void onlyKnown(
      JsonNode object, Set<String> known, String place, List<PlanProblem> problems) {
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            problems.add(unknown(place.isEmpty() ? name : place + "." + name, known));
          }
        });
  }

  static PlanProblem unknown(String place, Set<String> known) {
    return new PlanProblem(
        PlanProblem.Code.UNKNOWN_FIELD,
        place,
        "Nothing is called that here.",
        known.isEmpty() ? "Remove it." : "Known here are " + new TreeSet<>(known) + ".");
  }

  static PlanProblem missing(String place, String remedy) {
    return new PlanProblem(PlanProblem.Code.FIELD_MISSING, place, "It is missing.", remedy);
  }
}
