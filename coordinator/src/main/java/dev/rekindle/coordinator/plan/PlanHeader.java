package dev.rekindle.coordinator.plan;

import java.time.Duration;
import java.util.List;

/**
 * What a plan's text says of itself before its parameters are known.
 *
 * @param alternatives plans that a check may choose instead
 * @param makesBackup whether it makes a backup set instead of reading one
 */
public record PlanHeader(
    String name,
    String version,
    String description,
    Duration objective,
    List<PlanParameter> parameters,
    List<String> alternatives,
    boolean makesBackup) {

  public PlanHeader {
    parameters = List.copyOf(parameters);
    alternatives = List.copyOf(alternatives);
  }
}
