package dev.rekindle.coordinator.order;

import java.util.Optional;
import java.util.SortedSet;

/** The texts of plans. */
public interface PlanTexts {

  SortedSet<String> names();

  /** The YAML text of a plan, as it is. */
  Optional<String> text(String name);
}
