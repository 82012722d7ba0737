package dev.rekindle.coordinator.plan;

import org.jspecify.annotations.Nullable;

/**
 * A value that a plan's text refers to as {@code ${name}}.
 *
 * @param defaultValue null when a value must be given
 */
public record PlanParameter(String name, String description, @Nullable String defaultValue) {

  public boolean required() {
    return defaultValue == null;
  }
}
