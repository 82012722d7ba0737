package dev.rekindle.coordinator.plan;

import java.time.Duration;
import java.util.List;

/** What a plan's text says of itself before its parameters are known. */
public record PlanHeader(
    String name,
    String version,
    String description,
    Duration objective,
    List<PlanParameter> parameters) {

  public PlanHeader {
    parameters = List.copyOf(parameters);
  }
}
