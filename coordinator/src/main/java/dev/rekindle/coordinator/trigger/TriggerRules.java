package dev.rekindle.coordinator.trigger;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a policy file says.
 *
 * @param policies in the order in which they are tried
 */
public record TriggerRules(
    List<TriggerPolicy> policies, List<Maintenance> maintenance, Budget budget) {

  public static final TriggerRules NONE = new TriggerRules(List.of(), List.of(), Budget.NONE);

  public TriggerRules {
    policies = List.copyOf(policies);
    maintenance = List.copyOf(maintenance);
  }

  /** The first policy that means an alert with these labels. */
  public Optional<TriggerPolicy> policy(Map<String, String> labels) {
    return policies.stream().filter(policy -> policy.matches(labels)).findFirst();
  }
}
