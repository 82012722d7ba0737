package dev.rekindle.coordinator.order;

import dev.rekindle.coordinator.plan.PlanHeader;
import dev.rekindle.coordinator.plan.PlanParameter;
import dev.rekindle.coordinator.plan.yaml.PlanReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan and those that a check may choose instead of it. The head of each is read once. */
final class PlanFamily {

  /**
   * One plan of it.
   *
   * @param text empty for one that does not exist
   * @param parameters those it declares
   * @param required those of them that it cannot do without
   */
  record Member(String text, Set<String> parameters, Set<String> required) {}

  private final String name;
  private final Member first;
  private final Map<String, Member> alternatives = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();

  PlanFamily(PlanReader reader, PlanTexts plans, String name, String text) {
    this.name = name;
    PlanReader.Head head = reader.head(text);
    this.first = member(text, head);
    known.addAll(first.parameters());
    for (String other : alternatives(head)) {
      String there = plans.text(other).orElse("");
      Member member = member(there, reader.head(there));
      alternatives.put(other, member);
      known.addAll(member.parameters());
    }
    alternatives.remove(name);
  }

  String name() {
    return name;
  }

  /** The plan that was asked for. */
  Member first() {
    return first;
  }

  /** The others, by name. */
  Map<String, Member> alternatives() {
    return alternatives;
  }

  /**
   * What the catalogue gives an application, to be changed by the caller. It is written for the
   * application's own plan; another one takes of it what it knows.
   */
  Map<String, String> parametersOf(Application application) {
    Map<String, String> given = new HashMap<>(application.parameters());
    if (!application.plan().equals(name)) {
      given.keySet().retainAll(known);
    }
    return given;
  }

  /**
   * What of the given values one plan is read with: without those that only others of the family
   * have. A name that none of them has stays, and is found to be unknown.
   */
  Map<String, String> of(Member member, Map<String, String> given) {
    Set<String> others = new HashSet<>(known);
    others.removeAll(member.parameters());
    Map<String, String> own = new HashMap<>(given);
    own.keySet().removeAll(others);
    return own;
  }

  private static List<String> alternatives(PlanReader.Head head) {
    return head instanceof PlanReader.Head.Valid(PlanHeader header)
        ? header.alternatives()
        : List.of();
  }

  private static Member member(String text, PlanReader.Head head) {
    return head instanceof PlanReader.Head.Valid(PlanHeader header)
        ? new Member(
            text,
            header.parameters().stream().map(PlanParameter::name).collect(Collectors.toSet()),
            Set.copyOf(PlanReader.required(header)))
        : new Member(text, Set.of(), Set.of());
  }
}
