package dev.rekindle.coordinator.trigger;

import java.util.List;

/** The trigger policies as they are now. */
public interface TriggerPolicies {

  /** Fails with what is wrong when they cannot be read. */
  TriggerRules rules();

  /** What a text would be as a policy file; changes nothing. */
  Checked check(String text);

  /**
   * A text, read.
   *
   * @param rules what could be read, when there are problems
   * @param problems everything that is wrong
   */
  record Checked(TriggerRules rules, List<PolicyProblem> problems) {
    public Checked {
      problems = List.copyOf(problems);
    }
  }
}
