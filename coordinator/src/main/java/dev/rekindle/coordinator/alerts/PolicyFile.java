package dev.rekindle.coordinator.alerts;

import dev.rekindle.coordinator.order.CatalogUnreadable;
import dev.rekindle.coordinator.trigger.PolicyProblem;
import dev.rekindle.coordinator.trigger.TriggerPolicies;
import dev.rekindle.coordinator.trigger.TriggerRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * {@code policies.yaml}; its schema is {@code schemas/policies.schema.json}. Read at each webhook,
 * so that an edit counts at once. A missing file has no policies.
 */
public final class PolicyFile implements TriggerPolicies {

  private final Path file;

  public PolicyFile(Path file) {
    this.file = file;
  }

  /** {@link CatalogUnreadable} says what is wrong with it. */
  @Override
  public TriggerRules rules() {
    Checked read;
    try {
      read = PolicyReader.read(Files.readString(file));
    } catch (NoSuchFileException _) {
      return TriggerRules.NONE;
    } catch (IOException e) {
      throw new CatalogUnreadable(file + " cannot be read: " + e.getMessage(), e);
    }
    if (!read.problems().isEmpty()) {
      PolicyProblem first = read.problems().getFirst();
      String message =
          file
              + " has "
              + read.problems().size()
              + " problem(s), the first at "
              + first.place()
              + ": "
              + first.message()
              + "; `rekindle policy check` tells all";
      throw new CatalogUnreadable(message, new IllegalArgumentException(first.message()));
    }
    return read.rules();
  }

  @Override
  public Checked check(String text) {
    return PolicyReader.read(text);
  }
}
