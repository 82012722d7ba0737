package dev.rekindle.coordinator.trigger;

import java.util.List;

/** The trigger policies as they are now. */
public interface TriggerPolicies {

  /** In the order in which they are tried; fails with what is wrong when they cannot be read. */
  List<TriggerPolicy> policies();
}
