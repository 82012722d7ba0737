package dev.rekindle.coordinator.trigger;

import java.util.Set;

/**
 * Work that is announced: alerts are expected, and start nothing before it is over.
 *
 * @param applications empty for all
 * @param reason for people
 */
public record Maintenance(TimeWindow window, Set<String> applications, String reason) {

  public Maintenance {
    applications = Set.copyOf(applications);
  }

  boolean concerns(String application) {
    return applications.isEmpty() || applications.contains(application);
  }
}
