package dev.rekindle.coordinator.order;

import java.util.Map;

/**
 * An application that can be restored.
 *
 * @param name unique in the catalogue
 * @param plan name of the plan that is taken when nothing else is said
 * @param parameters values for the plan's parameters
 * @param store name of the artefact store with its backup sets
 */
public record Application(
    String name,
    String cluster,
    String namespace,
    String plan,
    Map<String, String> parameters,
    String store) {

  public Application {
    parameters = Map.copyOf(parameters);
  }
}
