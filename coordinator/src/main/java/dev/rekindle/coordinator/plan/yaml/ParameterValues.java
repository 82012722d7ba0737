package dev.rekindle.coordinator.plan.yaml;

import dev.rekindle.coordinator.plan.PlanParameter;
import dev.rekindle.coordinator.plan.PlanProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The values of a plan's parameters: given, or by default. */
final class ParameterValues {

  /** Defined for every restore. */
  static final Set<String> IMPLICIT = Set.of("application", "namespace", "cluster");

  private ParameterValues() {}

  /** A default may refer to what is given and to parameters declared before it. */
  static Map<String, String> resolve(
      List<PlanParameter> declared, Map<String, String> given, List<PlanProblem> problems) {
    Set<String> names = declared.stream().map(PlanParameter::name).collect(Collectors.toSet());
    given.keySet().stream()
        .filter(name -> !names.contains(name) && !IMPLICIT.contains(name))
        .sorted()
        .forEach(name -> problems.add(unknown(name)));
    Map<String, String> values = new LinkedHashMap<>(given);
    for (PlanParameter parameter : declared) {
      String standard = parameter.defaultValue();
      if (given.containsKey(parameter.name())) {
        continue;
      }
      if (standard == null) {
        problems.add(missing(parameter.name()));
      } else {
        String place = "parameters." + parameter.name() + ".default";
        values.put(
            parameter.name(), new Substitution(Map.copyOf(values), problems).text(standard, place));
      }
    }
    return values;
  }

  private static PlanProblem unknown(String name) {
    return new PlanProblem(
        PlanProblem.Code.PARAMETER_UNKNOWN,
        "parameters." + name,
        "The plan has no parameter of that name.",
        "Correct the name, or leave it out.");
  }

  private static PlanProblem missing(String name) {
    return new PlanProblem(
        PlanProblem.Code.PARAMETER_MISSING,
        "parameters." + name,
        "It has no default and no value was given.",
        "Give a value for it.");
  }
}
