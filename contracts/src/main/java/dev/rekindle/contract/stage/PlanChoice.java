package dev.rekindle.contract.stage;

import java.util.List;
import java.util.Map;

/**
 * When a plan is the right one: all of it holds.
 *
 * @param present workloads that exist
 * @param absent workloads that do not exist
 * @param fields regular expressions by JSON pointer into the custom resource, each for a whole
 *     value; an absent field, as any of an absent resource, has the value {@code absent}
 */
public record PlanChoice(
    String plan, List<WorkloadRef> present, List<WorkloadRef> absent, Map<String, String> fields) {
  public PlanChoice {
    present = List.copyOf(present);
    absent = List.copyOf(absent);
    fields = Map.copyOf(fields);
  }
}
