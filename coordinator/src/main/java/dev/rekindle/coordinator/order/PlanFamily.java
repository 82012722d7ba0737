package dev.rekindle.coordinator.order;

import dev.rekindle.coordinator.plan.PlanHeader;
import dev.rekindle.coordinator.plan.PlanParameter;
import dev.rekindle.coordinator.plan.yaml.PlanReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan and those that a check may choose instead of it. */
final class PlanFamily {

  private static final PlanReader READER = new PlanReader();

  private final String name;
  private final Map<String, String> alternatives = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();

  PlanFamily(PlanTexts plans, String name, String text) {
    this.name = name;
    known.addAll(parameters(text));
    if (READER.head(text) instanceof PlanReader.Head.Valid(PlanHeader header)) {
      for (String other : header.alternatives()) {
        String there = plans.text(other).orElse("");
        alternatives.put(other, there);
        known.addAll(parameters(there));
      }
    }
    alternatives.remove(name);
  }

  String name() {
    return name;
  }

  /** Their texts by name; empty for one that does not exist. */
  Map<String, String> alternatives() {
    return alternatives;
  }

  /**
   * What of the given values one plan is read with: without those that only others of the family
   * have. A name that none of them has stays, and is found to be unknown.
   */
  Map<String, String> of(String text, Map<String, String> given) {
    Set<String> others = new HashSet<>(known);
    others.removeAll(parameters(text));
    Map<String, String> own = new HashMap<>(given);
    own.keySet().removeAll(others);
    return own;
  }

  private static Set<String> parameters(String text) {
    return READER.head(text) instanceof PlanReader.Head.Valid(PlanHeader header)
        ? header.parameters().stream().map(PlanParameter::name).collect(Collectors.toSet())
        : Set.of();
  }
}
